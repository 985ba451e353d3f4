import { randomUUID } from "node:crypto";
import {
  type ConnectorSettings,
  type PreviewChange,
  PreviewLine,
  type PreviewRequest,
  type PreviewSummary,
  subjects,
} from "@dirstream/contracts";
import { type EventLog, requestParts } from "@dirstream/event-log";
import { Problem } from "@dirstream/service";
import type { Seal } from "../passwords/seal.ts";
import { passwordFor, type WouldBe } from "./would-be.ts";

/** For each part: what many entries were looked up for can be told only then. */
const PART_WITHIN_MS = 120_000;

/** What a fetcher is asked to preview. */
export const previewRequestOf = async (seal: Seal, wouldBe: WouldBe<ConnectorSettings>): Promise<PreviewRequest> => {
  const previewId = randomUUID();
  const { account, connector, settings } = wouldBe;
  const password = await passwordFor(seal, { purpose: "preview", id: previewId }, wouldBe);
  return { previewId, account, connector, settings, password };
};

/** The lines as a fetcher makes them, cut anywhere. Throws Unanswered when there is none, or it breaks off. */
export const previewParts = (log: EventLog, request: PreviewRequest, signal: AbortSignal): AsyncGenerator<Uint8Array> => {
  const payload = new TextEncoder().encode(JSON.stringify(request));
  return requestParts(log, { subject: subjects.preview, payload, timeoutMs: PART_WITHIN_MS, signal });
};

/** In an answer as a whole; line by line there is no limit. */
export const MOST_CHANGES = 1_000;

export interface Previewed {
  readonly summary: PreviewSummary;
  readonly changes: PreviewChange[];
  /** There are more changes than these. */
  readonly more: boolean;
}

/** Reads a preview to its end. One that came to nothing is a problem. */
export const wholePreview = async (parts: AsyncIterable<Uint8Array>): Promise<Previewed> => {
  const changes: PreviewChange[] = [];
  let more = false;
  for await (const line of linesIn(parts)) {
    switch (line.line) {
      case "change":
        if (changes.length < MOST_CHANGES) changes.push(line);
        else more = true;
        break;
      case "summary":
        return { summary: line, changes, more };
      case "failed":
        throw new Problem(502, "previewFailed", line.message, { stage: line.stage, reason: line.code });
    }
  }
  throw new Error("a preview ended without its last line");
};

async function* linesIn(parts: AsyncIterable<Uint8Array>): AsyncGenerator<PreviewLine> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const part of parts) {
    const lines = (rest + decoder.decode(part, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield PreviewLine.parse(JSON.parse(line));
  }
}
