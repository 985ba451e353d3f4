import { randomUUID } from "node:crypto";
import { type ConnectionTest, subjects, TestedSettings, TestedStage, type TestOutcome } from "@dirstream/contracts";
import { type EventLog, requestParts } from "@dirstream/event-log";
import type { Seal } from "../passwords/seal.ts";
import { passwordFor, type WouldBe } from "./would-be.ts";

/** Longer than a fetcher lets a test take. */
const ANSWERS_WITHIN_MS = 28_000;

/** What a fetcher is asked to test. */
export const connectionTestOf = async (seal: Seal, wouldBe: WouldBe<TestedSettings>): Promise<ConnectionTest> => {
  const testId = randomUUID();
  const { account, connector } = wouldBe;
  const password = await passwordFor(seal, { purpose: "test", id: testId }, wouldBe);
  return { testId, account, connector, settings: TestedSettings.strip().parse(wouldBe.settings), password };
};

/** The stages, as a fetcher decides them. Throws Unanswered when there is none, or it breaks off. */
export async function* stagesOf(log: EventLog, test: ConnectionTest, signal: AbortSignal): AsyncGenerator<TestedStage> {
  const payload = new TextEncoder().encode(JSON.stringify(test));
  const question = { subject: subjects.connectionTest, payload, timeoutMs: ANSWERS_WITHIN_MS, signal };
  for await (const part of requestParts(log, question)) yield TestedStage.parse(JSON.parse(new TextDecoder().decode(part)));
}

const WORST_FIRST = ["failed", "confirm", "warning"] as const;

/** What the stages come to together. */
export const outcomeOf = (outcomes: readonly TestOutcome[]): (typeof WORST_FIRST)[number] | "passed" =>
  WORST_FIRST.find((outcome) => outcomes.includes(outcome)) ?? "passed";
