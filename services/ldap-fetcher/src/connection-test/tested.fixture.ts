import { randomUUID } from "node:crypto";
import type { ConnectionTest, TestedSettings, TestedStage } from "@dirstream/contracts";
import type { EventLog } from "@dirstream/event-log";
import { testConnection } from "./answer-tests.ts";

interface Given {
  readonly settings: TestedSettings;
  readonly password: string;
  readonly allowAddress?: (ip: string) => boolean;
  readonly signal?: AbortSignal;
}

/** Everything that a test of these settings tells. The password is the one that is saved, so nothing needs to be sealed. */
export const tested = async ({ settings, password, allowAddress = () => true, signal }: Given): Promise<TestedStage[]> => {
  const stages: TestedStage[] = [];
  const test: ConnectionTest = { testId: randomUUID(), account: "acme", connector: "c1", settings, password: { version: "1" } };
  const access = { openPassword: async () => Buffer.from(password), allowAddress, pageSize: 100 };
  const tester = { log: undefined as unknown as EventLog, keys: new Map(), access, signal: signal ?? new AbortController().signal };
  await testConnection(tester, test, (stage) => stages.push(stage));
  return stages;
};

/** What became of each stage of one host, in a word each. */
export const outcomes = (stages: readonly TestedStage[], role: TestedStage["role"] = "primary"): Record<string, string> =>
  Object.fromEntries(stages.filter((it) => it.role === role).map(({ stage, outcome, code }) => [stage, code ?? outcome]));

export const at = (stages: readonly TestedStage[], stage: TestedStage["stage"], role: TestedStage["role"] = "primary"): TestedStage => {
  const found = stages.find((it) => it.stage === stage && it.role === role);
  if (found === undefined) throw new Error(`no stage ${stage} of the ${role} host was told`);
  return found;
};
