import type { Row } from "./expected-tables.ts";
import { isA, type LogEvent, type LogEventOf, type Violation } from "./stored-message.ts";

/** Who is in a connector's directory, as its own dump has it. */
export interface Present {
  readonly connector: string;
  /** By entry id. */
  readonly entries: ReadonlySet<string>;
}

/**
 * R6: an entry that the last completed run and the directory both have is here, at every sequence of the log and in the tables.
 * An entry's id never comes back in a directory, so what is in the dump has been there all along, though perhaps out of scope.
 */
export const checkNothingVanishes = (
  log: readonly LogEvent[],
  entryRows: readonly Row[],
  { connector, entries: present }: Present,
): Violation[] => {
  const violations: Violation[] = [];
  const kinds = new Map<string, Set<string>>();
  let completed = new Set<string>();
  for (const it of log) {
    if (it.place.of === "account" || it.place.connector !== connector) continue;
    if (isA(it, "SyncCompleted")) completed = new Set(kinds.keys());
    if (!isA(it, "EntryChanged")) continue;
    const { entryId, evidence } = it.event.data;
    foldKinds(kinds, it);
    if (kinds.has(entryId) || (evidence !== undefined && OF_WHO_IS_STILL_SOMEWHERE.includes(evidence))) continue;
    if (completed.has(entryId) && present.has(entryId))
      violations.push({ invariant: "R6", sequence: it.sequence, what: `${entryId} is removed, and ${BOTH}` });
  }
  const here = new Set(entryRows.filter((row) => row.connector === connector && row.state !== "removed").map((row) => row.entry_id));
  const missing = [...completed].filter((entryId) => present.has(entryId) && !here.has(entryId));
  return [...violations, ...missing.map((entryId) => ({ invariant: "R6", what: `${entryId} is not in the tables, and ${BOTH}` }))];
};

/** These say themselves that the entry is still in the directory. */
const OF_WHO_IS_STILL_SOMEWHERE = ["movedOutOfScope", "reclassified", "connectorRemoved"];
const BOTH = "the last completed run and the directory both have it";

/** The kinds under which each entry is here: one, but for a moment two when it is reclassified. */
const foldKinds = (kinds: Map<string, Set<string>>, { event }: LogEventOf<"EntryChanged">): void => {
  const { entryId, kind, state } = event.data;
  const of = kinds.get(entryId) ?? new Set();
  if (state === "removed") of.delete(kind);
  else of.add(kind);
  if (of.size === 0) kinds.delete(entryId);
  else kinds.set(entryId, of);
};
