import type { ChangesBy, Cursor, FullBecause, Standing } from "@dirstream/contracts";
import type { ConnectorState } from "../connector-state.ts";
import type { BoundLists, Directory } from "../directory/directory.ts";
import { isOfQuestion } from "../directory/errors.ts";
import { cookieOf, type Mark, type Position } from "../run/cursor.ts";
import type { LastLifecycle } from "../run/lifecycle.ts";
import { decideRead } from "./decide-read.ts";
import { isHistoryAnother } from "./hear-witness.ts";

/** What a run reads, and how it knows. */
export type ReadPlan =
  | { readonly read: "everything"; readonly because: FullBecause | undefined }
  | { readonly read: "nothing" }
  | SweepPlan
  | ListPlan;

interface Changes {
  readonly read: "changes";
  readonly since: Cursor;
  /** Where the next run may begin: from before this one's first search. */
  readonly position: Position;
}

export interface SweepPlan extends Changes {
  readonly by: "sweep";
}

export interface ListPlan extends Changes {
  readonly by: Exclude<ChangesBy, "sweep">;
  readonly lists: BoundLists;
  /** The ids that the server has named, and whether each may have another name or place than before. */
  readonly reported: ReadonlyMap<string, boolean>;
  readonly seesDeleted: boolean;
}

/** Beyond so many changes reading page by page costs less than reading by id. */
const MOST_REPORTED = 20_000;

/**
 * Decides before the run is recorded, so that its first message says what it is. A list of changes is taken at once: the server may refuse to
 * go on from where we were.
 */
export const planRead = async (
  directory: Directory,
  { configuration }: ConnectorState,
  standing: Standing,
  last: LastLifecycle | undefined,
): Promise<ReadPlan> => {
  const atMs = Date.now();
  const mark = await markOf(directory);
  const { identity: server } = directory;
  const offered = directory.changesOffered();
  const decision = decideRead({ last, standing, configuration, server, mark, offered, nowMs: atMs });
  const lists = directory.changeLists();
  const because = decision.read === "everything" ? undefined : await reasonInHistory(lists, standing.cursor, decision.read === "nothing");
  if (because !== undefined) return everything(because);
  if (decision.read !== "changes") return decision;
  const { by, cursor: since } = decision;
  const position: Position = { server, mark: mark ?? { kind: since.kind, values: [since.value] }, cookie: null, atMs };
  if (by === "sweep") return { read: "changes", by, since, position };
  return lists === undefined ? everything("nothingOffered") : listChanges(lists, { by, since, position });
};

const reasonInHistory = async (
  lists: BoundLists | undefined,
  cursor: Cursor | null,
  isUnchanged: boolean,
): Promise<FullBecause | undefined> => {
  if (lists === undefined || cursor === null) return undefined;
  try {
    return (await isHistoryAnother(cursor, lists, isUnchanged)) ? "usnRolledBack" : undefined;
  } catch (error) {
    if (isOfQuestion(error)) return "cursorRefused";
    throw error;
  }
};

const listChanges = async (lists: BoundLists, { by, since, position }: Pick<ListPlan, "by" | "since" | "position">): Promise<ReadPlan> => {
  const reported = new Map<string, boolean>();
  try {
    const rounds = lists.since({ mark: since.value, position: by === "dirSync" ? cookieOf(since) : null });
    for (;;) {
      const { done, value } = await rounds.next();
      if (done === true) {
        const seesDeleted = await lists.seesDeleted();
        return { read: "changes", by, since, lists, reported, seesDeleted, position: { ...position, cookie: value } };
      }
      for (const { id, mayHaveMoved } of value) reported.set(id, mayHaveMoved || reported.get(id) === true);
      if (reported.size > MOST_REPORTED) return everything("tooManyChanges");
    }
  } catch (error) {
    if (isOfQuestion(error)) return everything("cursorRefused");
    throw error;
  }
};

const everything = (because: FullBecause): ReadPlan => ({ read: "everything", because });

/** What the server says of its whole state; null where it says nothing. */
const markOf = async (directory: Directory): Promise<Mark | null> => {
  const { changeState } = directory.vendor;
  const values = await directory.changeState();
  return changeState === null || values === null ? null : { kind: changeState.kind, values };
};

/** Where the server is before a full read begins; null where it does not say. */
export const positionOf = async (directory: Directory): Promise<Position | null> => {
  const atMs = Date.now();
  const mark = await markOf(directory);
  if (mark === null) return null;
  return { server: directory.identity, mark, atMs, cookie: (await directory.changeLists()?.position()) ?? null };
};
