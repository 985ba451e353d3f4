import { type ChangesBy, type Cursor, type FullBecause, MAPPING_VERSION, type ServerIdentity, type Standing } from "@dirstream/contracts";
import { isCookieDamaged, isInTime, isOfServer, isRolledBack, isUnchanged, type Mark } from "../run/cursor.ts";
import type { LastLifecycle } from "../run/lifecycle.ts";

/** Everything that what a run reads depends on. */
export interface Situation {
  readonly last: LastLifecycle | undefined;
  readonly standing: Standing;
  readonly configuration: number;
  readonly server: ServerIdentity;
  /** What the server says of its whole state; null where it says nothing. */
  readonly mark: Mark | null;
  /** In which ways this server can tell what has changed, best first. */
  readonly offered: readonly ChangesBy[];
  readonly nowMs: number;
}

export type Decision =
  | { readonly read: "nothing" }
  | { readonly read: "changes"; readonly by: ChangesBy; readonly cursor: Cursor }
  | { readonly read: "everything"; readonly because: FullBecause };

/** What a run reads that was asked for changes alone. Whatever is not as it should be ends in reading everything. */
export const decideRead = (situation: Situation): Decision => {
  const { standing, mark, nowMs } = situation;
  const { cursor } = standing;
  const because = standing.hold !== null ? "holdOpen" : cursor === null ? "noCursor" : reasonAgainst(situation, cursor);
  if (because !== undefined) return everything(because);
  if (cursor === null) return everything("noCursor");
  if (mark !== null && isUnchanged(cursor, mark)) return { read: "nothing" };
  if (isTooOld(cursor, nowMs)) return everything("cursorTooOld");
  const by = wayOf(situation.offered, cursor);
  return by === undefined ? everything("nothingOffered") : { read: "changes", by, cursor };
};

const everything = (because: FullBecause): Decision => ({ read: "everything", because });

const reasonAgainst = ({ last, standing, configuration, server, mark, nowMs }: Situation, cursor: Cursor): FullBecause | undefined => {
  const { readWith } = standing;
  if (hasFailedHere(last)) return "failedBefore";
  if (readWith?.configuration !== configuration) return "configurationChanged";
  if (readWith.mapping !== MAPPING_VERSION) return "mappingChanged";
  if (!isOfServer(cursor, server)) return "anotherServer";
  // Times are those of entries: whether they are still shown is seen by the sweep itself.
  if (mark?.kind !== cursor.kind && !(mark === null && cursor.kind === "modifyTimestamp")) return "noMark";
  if (mark !== null && isRolledBack(cursor, mark)) return "usnRolledBack";
  if (isCookieDamaged(cursor)) return "cursorDamaged";
  return isInTime(cursor, nowMs) ? undefined : "timePassed";
};

/** What stopped an incremental run once would stop it again; one whose fetcher went away may simply be tried again. */
const hasFailedHere = (last: LastLifecycle | undefined): boolean =>
  last?.event.type === "SyncFailed" && last.event.data.mode === "incremental" && last.event.data.code !== "abandoned";

const DAY_MS = 86_400_000;

/**
 * Deleted entries are forgotten after the tombstone lifetime, of which two days is the least that Active Directory takes (Microsoft,
 * tombstoneLifetime). A sweep needs no memory of the server's.
 */
const isTooOld = ({ kind, at }: Cursor, nowMs: number): boolean =>
  kind === "highestCommittedUSN" && (at === undefined || nowMs - Date.parse(at) > 2 * DAY_MS);

/** DirSync goes on from a cookie only; where none was given, the change numbers do without. */
const wayOf = (offered: readonly ChangesBy[], { dirSync }: Cursor): ChangesBy | undefined =>
  offered.find((by) => by !== "dirSync" || dirSync !== undefined);
