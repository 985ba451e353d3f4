import { DEFAULT_GUARD, type Guard } from "@dirstream/contracts";
import { lossOf } from "./evidence.ts";
import { type Directory, emptyDirectory, foldInto, groupOf, membersOf } from "./fold.ts";
import { connectorOf, isA, type LogEvent, type LogEventOf, type Violation } from "./stored-message.ts";

interface Run {
  readonly started: LogEventOf<"SyncStarted">;
  readonly activeBefore: number;
  readonly failingElsewhere: ReadonlySet<string>;
  /** Active entries that the run removes or disables. */
  lost: number;
  firstLoss: LogEvent | undefined;
  readonly groups: Map<string, { readonly before: number; readonly lost: Set<string> }>;
}

/** L9: without an approval, a run takes away no more than the connector's guard allows. */
export const checkGuard = (log: readonly LogEvent[]): Violation[] => {
  const violations: Violation[] = [];
  const settings = guardsIn(log);
  const directory = emptyDirectory();
  const failing = new Map<string, boolean>();
  const runs = new Map<string, Run>();
  for (const it of log) {
    const connector = connectorOf(it);
    const run = runs.get(connector);
    if (isA(it, "SyncStarted")) runs.set(connector, startOf(it, directory, failing));
    if (isA(it, "EntryChanged", "GroupMembersChanged") && run !== undefined) takeLoss(run, it, directory);
    foldInto(directory, it);
    if (!isA(it, "SyncCompleted", "SyncFailed")) continue;
    failing.set(connector, it.event.data.standing.failing);
    runs.delete(connector);
    if (run?.firstLoss === undefined || run.started.event.data.mode === "apply") continue;
    const report = (what: string) => violations.push({ invariant: "L9", sequence: run.firstLoss?.sequence ?? it.sequence, what });
    checkRun(run, activeOf(directory, connector), settings.get(run.started.event.data.configuration) ?? DEFAULT_GUARD, report);
    const others = [...run.failingElsewhere].filter((other) => failing.get(other) === true);
    if (others.length > 0) report(`taken away while another connector of the account fails: ${others.join(", ")}`);
  }
  return violations;
};

const startOf = (it: LogEventOf<"SyncStarted">, directory: Directory, failing: ReadonlyMap<string, boolean>): Run => {
  const connector = connectorOf(it);
  const others = [...failing].filter(([other, fails]) => fails && other !== connector && other.startsWith(`${it.place.account}/`));
  return {
    started: it,
    activeBefore: activeOf(directory, connector),
    failingElsewhere: new Set(others.map(([other]) => other)),
    groups: new Map(),
    ...{ lost: 0, firstLoss: undefined },
  };
};

const takeLoss = (run: Run, it: LogEventOf<"EntryChanged" | "GroupMembersChanged">, directory: Directory): void => {
  const stateBefore = directory.entries.get(it.subject)?.data.state;
  const loss = lossOf(it, stateBefore);
  if (loss === undefined || (isA(it, "EntryChanged") && it.event.data.evidence === "connectorRemoved")) return;
  run.firstLoss ??= it;
  if (loss !== "membersLost" && stateBefore === "active") run.lost++;
  if (!isA(it, "GroupMembersChanged")) return;
  const group = groupOf(it);
  const members = run.groups.get(group) ?? { before: membersOf(directory, group).length, lost: new Set() };
  for (const reference of it.event.data.removed ?? []) members.lost.add(JSON.stringify(reference));
  run.groups.set(group, members);
};

const checkRun = (run: Run, activeAfter: number, { removals, membersLost }: Guard, report: (what: string) => void): void => {
  if (exceeds(run.lost, run.activeBefore, removals))
    report(`${run.lost} of ${run.activeBefore} entries are taken away without an approval`);
  if (run.lost > 0 && activeAfter === 0) report("nobody is left, without an approval");
  for (const [group, { before, lost }] of run.groups) {
    if (exceeds(lost.size, before, membersLost)) report(`${group} loses ${lost.size} of ${before} members without an approval`);
  }
};

const exceeds = (lost: number, of: number, limit: Guard["removals"]): boolean =>
  lost > limit.count || (lost >= limit.percentFrom && lost * 100 > limit.percent * of);

const activeOf = (directory: Directory, connector: string): number =>
  [...directory.entries.values()].filter((entry) => entry.connector === connector && entry.data.state === "active").length;

/** By the CONNECTORS sequence of the configuration: the guard that a run with it follows. */
const guardsIn = (log: readonly LogEvent[]): Map<number, Guard> => {
  const guards = new Map<number, Guard>();
  const last = new Map<string, Guard>();
  for (const it of log) {
    if (it.stream !== "CONNECTORS") continue;
    if (isA(it, "ConnectorRegistered", "ConnectorReconfigured")) last.set(connectorOf(it), it.event.data.settings.guard);
    guards.set(it.sequence, last.get(connectorOf(it)) ?? DEFAULT_GUARD);
  }
  return guards;
};
