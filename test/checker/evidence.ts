import { emptyDirectory, foldInto } from "./fold.ts";
import { connectorOf, isA, type LogEvent, type LogEventOf, type Violation } from "./stored-message.ts";

interface Run {
  readonly started: LogEventOf<"SyncStarted">;
  stage: "reading" | "removing";
  /** The first event that takes something away. */
  firstLoss: LogEvent | undefined;
}

/** A read that ended here was never proved complete. */
const BEFORE_THE_READ_IS_COMPLETE: readonly string[] = ["configuration", "resolve", "connect", "tls", "bind", "base", "read"];

/**
 * L8, L9 and, of a run that fails while reading, R6, as far as the log shows them: what takes something away comes last, from a read that was complete, with evidence
 * that such a run can have; and a run that applies a decision takes away what was decided, no more.
 */
export const checkEvidence = (log: readonly LogEvent[]): Violation[] => {
  const violations: Violation[] = [];
  const report: Report = (invariant, { sequence }, what) => violations.push({ invariant, sequence, what });
  const decisions = decisionsIn(log);
  const directory = emptyDirectory();
  const runs = new Map<string, Run>();
  for (const it of log) {
    const connector = connectorOf(it);
    const run = runs.get(connector);
    if (isA(it, "SyncStarted")) runs.set(connector, { started: it, stage: "reading", firstLoss: undefined });
    if (isA(it, "SyncProgressed") && run !== undefined) run.stage = it.event.data.stage;
    if (isA(it, "EntryChanged", "GroupMembersChanged") && run !== undefined) {
      const loss = lossOf(it, directory.entries.get(it.subject)?.data.state);
      if (loss !== undefined) checkLoss(run, it, loss, decisions, report);
      else if (run.firstLoss !== undefined && run.stage === "reading") {
        report("L8", it, `the run goes on reading after it began to take away (${run.firstLoss.sequence})`);
      }
    }
    if (isA(it, "SyncCompleted", "SyncFailed") && run !== undefined) checkEnd(run, it, report);
    foldInto(directory, it);
  }
  return violations;
};

type Report = (invariant: string, at: LogEvent, what: string) => void;
type EntryOrMembers = LogEventOf<"EntryChanged" | "GroupMembersChanged">;

/** What an event takes away; undefined when nothing. A new kind of the same entry is no loss. */
export const lossOf = (it: EntryOrMembers, stateBefore: string | undefined): "removed" | "disabled" | "membersLost" | undefined => {
  if (isA(it, "GroupMembersChanged")) return (it.event.data.removed?.length ?? 0) > 0 ? "membersLost" : undefined;
  if (!isA(it, "EntryChanged")) return undefined;
  const { state, evidence } = it.event.data;
  if (state === "removed") return evidence === "reclassified" ? undefined : "removed";
  return state === "disabled" && stateBefore === "active" ? "disabled" : undefined;
};

const checkLoss = (run: Run, it: EntryOrMembers, loss: string, decisions: Decisions, report: Report): void => {
  run.firstLoss ??= it;
  if (run.stage !== "removing") report("L8", it, `${loss} in a batch that was not opened with stage removing`);
  const { mode, covers } = run.started.event.data;
  const connector = connectorOf(it);
  if (isA(it, "EntryChanged") && loss === "removed") {
    const { evidence } = it.event.data;
    if (evidence === undefined) report("L9", it, "removed without evidence");
    if (mode === "incremental" && !canKnow(run, evidence)) report("L9", it, `an incremental read cannot know ${evidence}`);
    if (evidence === "connectorRemoved") {
      if (!decisions.removedConnectors.has(connector))
        report("L9", it, "removed with its connector, which was not removed with its entries");
      return;
    }
  }
  if (mode === "apply" && !isApproved(it, connector, covers, decisions)) report("L9", it, `${loss}, which no approved hold names`);
};

/** A list of changes shows what was deleted and what has left the scope; a sweep meets everybody, and so shows who is absent. */
const canKnow = ({ started }: Run, evidence: string | undefined): boolean => {
  const { changesBy = null } = started.event.data;
  if (evidence === "movedOutOfScope") return changesBy !== null;
  return evidence === (changesBy === "sweep" ? "absentFromCompleteRead" : "tombstone");
};

const checkEnd = (run: Run, it: LogEventOf<"SyncCompleted" | "SyncFailed">, report: Report): void => {
  const { mode, host, server } = run.started.event.data;
  if (isA(it, "SyncCompleted") && mode === "full" && (host === null || server === null))
    report("L8", it, "a complete read of no server at all");
  if (isA(it, "SyncFailed") && run.firstLoss !== undefined && BEFORE_THE_READ_IS_COMPLETE.includes(it.event.data.stage)) {
    report("R6", run.firstLoss, `taken away by a run that failed while reading (${it.event.data.stage})`);
  }
};

/** What people decided: approved holds with their items, and when the run that applies them was asked for. */
export interface Decisions {
  readonly approvals: readonly { readonly connector: string; readonly holdId: string; readonly requestedAt: number }[];
  /** Entry ids by hold (`account/connector/holdId`). */
  readonly held: ReadonlyMap<string, ReadonlySet<string>>;
  readonly removedConnectors: ReadonlySet<string>;
}

export const decisionsIn = (log: readonly LogEvent[]): Decisions => {
  const held = new Map<string, Set<string>>();
  const requested = new Map<number, number>();
  for (const it of log) {
    if (isA(it, "SyncItemsHeld")) {
      const hold = `${connectorOf(it)}/${it.event.data.holdId}`;
      const items = held.get(hold) ?? new Set();
      for (const { entryId } of it.event.data.items) items.add(entryId);
      held.set(hold, items);
    }
    if (isA(it, "SyncRequested") && it.event.data.causedBy !== null) requested.set(it.event.data.causedBy, it.sequence);
  }
  const approvals = log.flatMap((it) => {
    const requestedAt = requested.get(it.sequence);
    if (!isA(it, "HoldApproved") || requestedAt === undefined) return [];
    return [{ connector: connectorOf(it), holdId: it.event.data.holdId, requestedAt }];
  });
  const removals = log.filter((it) => isA(it, "ConnectorRemoved") && it.event.data.entries === "remove");
  return { approvals, held, removedConnectors: new Set(removals.map(connectorOf)) };
};

const isApproved = (it: EntryOrMembers, connector: string, covers: number, { approvals, held }: Decisions): boolean => {
  const items = approvals
    .filter((approval) => approval.connector === connector && approval.requestedAt <= covers)
    .map(({ holdId }) => held.get(`${connector}/${holdId}`) ?? new Set<string>());
  const names = (entryId: string) => items.some((ids) => ids.has(entryId));
  if (isA(it, "EntryChanged")) return names(it.event.data.entryId);
  if (!isA(it, "GroupMembersChanged")) return false;
  // A group loses those members with it whose own removal was approved.
  return names(it.event.data.groupId) || (it.event.data.removed ?? []).every(({ entryId }) => entryId !== undefined && names(entryId));
};
