import type { StreamName } from "@dirstream/contracts";
import type { StoredMessage, Violation } from "./stored-message.ts";

/** What the server says of a stream, apart from its messages. */
export interface StreamState {
  readonly stream: StreamName;
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly denyDelete: boolean;
  readonly discard: string;
  readonly maxAge: number;
  readonly hasIdentity: boolean;
}

/** L1: every sequence from 1 to the stream's last is there, once and in order. */
export const checkHoles = (messages: readonly StoredMessage[], states: readonly StreamState[]): Violation[] =>
  states.flatMap(({ stream, lastSequence }) => {
    const sequences = messages.filter((message) => message.stream === stream).map(({ sequence }) => sequence);
    const violations: Violation[] = [];
    let expected = 1;
    for (const sequence of sequences) {
      if (sequence < expected)
        violations.push({ invariant: "L1", sequence, what: `${stream}: sequence ${sequence} comes twice or out of order` });
      if (sequence > expected)
        violations.push({ invariant: "L1", sequence: expected, what: `${stream}: ${missing(expected, sequence - 1)}` });
      expected = Math.max(expected, sequence + 1);
    }
    if (expected <= lastSequence)
      violations.push({ invariant: "L1", sequence: expected, what: `${stream}: ${missing(expected, lastSequence)}` });
    return violations;
  });

const missing = (from: number, to: number): string =>
  from === to ? `sequence ${from} is missing` : `sequences ${from} to ${to} are missing`;

/** L1: a stream that could forget is not a log. */
export const checkStreamsKeepEverything = (states: readonly StreamState[]): Violation[] =>
  states.flatMap(({ stream, denyDelete, discard, maxAge, hasIdentity }) => {
    const lacks = [
      denyDelete ? [] : ["messages can be deleted"],
      discard === "new" ? [] : ["old messages give way when it is full"],
      maxAge === 0 ? [] : ["messages expire"],
      hasIdentity ? [] : ["it has no identity"],
    ].flat();
    return lacks.map((lack) => ({ invariant: "L1", what: `${stream}: ${lack}` }));
  });
