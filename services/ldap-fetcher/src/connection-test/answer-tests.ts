import { ConnectionTest, type TestedStage } from "@dirstream/contracts";
import type { EventLog } from "@dirstream/event-log";
import type { Access } from "../open-for.ts";
import { type PrivateKeys, unseal } from "../open-password.ts";
import { RunFailed } from "../run/writer.ts";
import type { Explanation } from "./explain.ts";
import type { Report } from "./stages.ts";
import { testHost } from "./test-host.ts";

export interface Tester {
  readonly log: EventLog;
  readonly keys: PrivateKeys;
  readonly access: Access;
  /** Ends tests that are under way when the process must leave. */
  readonly signal: AbortSignal;
}

/** A person waits; whoever asked has given up by then. */
const TEST_MS = 25_000;

/** Answers a question of `ldap.v1.test`: one part for each stage, as soon as it is decided. */
export async function* answerTest(tester: Tester, payload: Uint8Array): AsyncGenerator<Uint8Array> {
  const test = ConnectionTest.parse(JSON.parse(new TextDecoder().decode(payload)));
  const unwanted = new AbortController();
  const signal = AbortSignal.any([tester.signal, AbortSignal.timeout(TEST_MS), unwanted.signal]);
  const encoder = new TextEncoder();
  try {
    for await (const stage of told<TestedStage>((report) => testConnection({ ...tester, signal }, test, report))) {
      yield encoder.encode(JSON.stringify(stage));
    }
  } finally {
    unwanted.abort();
  }
}

/** The primary host, then the secondary where there is one, each with all its stages. */
export const testConnection = async ({ log, keys, access, signal }: Tester, test: ConnectionTest, report: Report): Promise<void> => {
  const { settings } = test;
  const password = await passwordOf(log, keys, access, test);
  const common = { ...access, settings, password, signal };
  try {
    const isRefused = await testHost({ ...common, host: settings.primaryHost, role: "primary", isRefused: false }, report);
    if (settings.secondaryHost === null) return;
    await testHost({ ...common, host: settings.secondaryHost, role: "secondary", isRefused }, report);
  } finally {
    if (Buffer.isBuffer(password)) password.fill(0);
  }
};

const passwordOf = async (
  log: EventLog,
  keys: PrivateKeys,
  access: Access,
  { testId, account, connector, password }: ConnectionTest,
): Promise<Buffer | Explanation> => {
  try {
    if (!("ciphertext" in password)) return await access.openPassword(log, { account, connector }, password.version);
    return await unseal(keys, { purpose: "test", account, connector, version: testId }, password, Date.now());
  } catch (error) {
    if (!(error instanceof RunFailed)) throw error;
    return { code: "passwordUnreadable", message: "The password could not be opened.", advice: "Enter it again." };
  }
};

/** What a piece of work tells, as it tells it. */
async function* told<Item>(work: (tell: (item: Item) => void) => Promise<void>): AsyncGenerator<Item> {
  const waiting: Item[] = [];
  let wake = Promise.withResolvers<void>();
  let isOver = false;
  const done = work((item) => {
    waiting.push(item);
    wake.resolve();
  }).finally(() => {
    isOver = true;
    wake.resolve();
  });
  done.catch(() => undefined);
  for (;;) {
    const item = waiting.shift();
    if (item !== undefined) yield item;
    else if (isOver) return await done;
    else {
      await wake.promise;
      wake = Promise.withResolvers<void>();
    }
  }
}
