import { randomUUID } from "node:crypto";
import {
  type ConnectorSettings,
  type LookupFound,
  LookupLine,
  type LookupRequest,
  type LookupSummary,
  subjects,
} from "@dirstream/contracts";
import { type EventLog, requestParts } from "@dirstream/event-log";
import { Problem } from "@dirstream/service";
import type { WouldBe } from "./would-be.ts";

/** Longer than a fetcher lets a lookup take. */
const ANSWERS_WITHIN_MS = 12_000;

/** What a fetcher is asked to look up, with the connector as it is saved. */
export const lookupRequestOf = ({ account, connector, settings }: WouldBe<ConnectorSettings>, question: string): LookupRequest => ({
  ...{ lookupId: randomUUID(), account, connector, question, settings },
});

/** The lines, as a fetcher makes them. Throws Unanswered when there is none, or it breaks off. */
export async function* lookupLines(log: EventLog, request: LookupRequest, signal: AbortSignal): AsyncGenerator<LookupLine> {
  const payload = new TextEncoder().encode(JSON.stringify(request));
  const asked = { subject: subjects.lookup, payload, timeoutMs: ANSWERS_WITHIN_MS, signal };
  for await (const part of requestParts(log, asked)) yield LookupLine.parse(JSON.parse(new TextDecoder().decode(part)));
}

export interface LookedUp {
  readonly summary: LookupSummary;
  readonly found: LookupFound[];
}

/** Reads an answer to its end. One that came to nothing is a problem. */
export const wholeLookup = async (lines: AsyncIterable<LookupLine>): Promise<LookedUp> => {
  const found: LookupFound[] = [];
  for await (const line of lines) {
    switch (line.line) {
      case "found":
        found.push(line);
        break;
      case "summary":
        return { summary: line, found };
      case "failed":
        throw new Problem(502, "lookupFailed", line.message, { stage: line.stage, reason: line.code });
    }
  }
  throw new Error("a lookup ended without its last line");
};
