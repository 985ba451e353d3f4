import { parseSubject } from "@dirstream/contracts";
import { EMPTY_ROOT, leafHash, type MerkleTree, merkleTree, sha256Hex } from "./merkle-tree.ts";
import { connectorOf, isA, type LogEvent, type LogEventOf, type Violation } from "./stored-message.ts";

type Lifecycle = LogEventOf<"SyncStarted" | "SyncProgressed" | "SyncHeld" | "SyncCompleted" | "SyncFailed">;
type Leaf = LogEventOf<"EntryChanged" | "GroupMembersChanged" | "SyncItemsHeld">;
type Terminal = LogEventOf<"SyncCompleted" | "SyncFailed">;
type Tally = Record<(typeof CHANGES)[number], number>;

const CHANGES = ["created", "updated", "moved", "disabled", "enabled", "removed", "restored"] as const;

interface Run {
  readonly started: LogEventOf<"SyncStarted">;
  readonly tree: MerkleTree;
  readonly subjects: Set<string>;
  readonly tally: Tally;
  /** Of these, groups. */
  readonly groups: Tally;
  /** The latest that the directory has said of when an entry changed. */
  changedAt: string | undefined;
  ordinal: number;
  leaves: number;
  /** The SyncProgressed that opened the present batch. */
  batch: LogEventOf<"SyncProgressed"> | undefined;
  held: LogEventOf<"SyncHeld"> | undefined;
  /** After the first wrong digest every later one is wrong too: one report is enough. */
  isDigestBroken: boolean;
}

interface Connector {
  run: Run | undefined;
  readonly ended: Map<string, number>;
  lastLifecycle: LogEvent | undefined;
  lastTerminal: Terminal | undefined;
}

/**
 * L2, L3, L5, L12: an automaton over DIRECTORY. A run starts, its leaves bear the ordinals 1..N within batches that a SyncProgressed opens,
 * and it ends at most once; one run at a time per connector; each subject once per run; figures, digests and the chain are what the log holds.
 */
export const checkRunGrammar = (log: readonly LogEvent[]): Violation[] => {
  const violations: Violation[] = [];
  const report: Report = (invariant, { sequence }, what) => violations.push({ invariant, sequence, what });
  const connectors = new Map<string, Connector>();
  for (const it of log) {
    if (it.stream !== "DIRECTORY") continue;
    const name = connectorOf(it);
    const connector = connectors.get(name) ?? { run: undefined, ended: new Map(), lastLifecycle: undefined, lastTerminal: undefined };
    connectors.set(name, connector);
    if (isA(it, "EntryChanged", "GroupMembersChanged", "SyncItemsHeld")) takeLeaf(connector, it, report);
    else if (isA(it, "SyncStarted", "SyncProgressed", "SyncHeld", "SyncCompleted", "SyncFailed")) takeLifecycle(connector, it, report);
    else report("L2", it, `${it.event.type} does not belong into DIRECTORY`);
  }
  return violations;
};

type Report = (invariant: string, at: LogEvent, what: string) => void;

const takeLeaf = (connector: Connector, it: Leaf, report: Report): void => {
  const { syncId, ordinal } = it.event.data;
  const { run } = connector;
  if (run === undefined || run.started.event.data.syncId !== syncId) {
    reportStray(connector, it, syncId, report);
    return;
  }
  if (run.subjects.has(it.subject)) report("L5", it, `run ${syncId} writes ${it.subject} a second time`);
  run.subjects.add(it.subject);
  if (ordinal <= run.ordinal) report("L5", it, `ordinal ${ordinal} of run ${syncId} is there already`);
  else if (ordinal !== run.ordinal + 1) report("L2", it, `ordinal ${ordinal} of run ${syncId} follows ${run.ordinal}`);
  run.ordinal = Math.max(run.ordinal, ordinal);
  run.leaves++;
  run.tree.add(leafHash(it.subject, it.payload));
  if (isA(it, "EntryChanged")) count(run, it);

  const promised = run.batch?.event.data.ordinal ?? 0;
  if (run.batch === undefined) report("L2", it, `a leaf of run ${syncId} before any SyncProgressed`);
  else if (run.leaves > promised) report("L2", it, `a leaf of run ${syncId} beyond the ${promised} that its batch was opened with`);
  else if (run.leaves === promised) checkFigures(run, run.batch, report);
};

const reportStray = ({ run, ended }: Connector, it: LogEvent, syncId: string, report: Report): void => {
  const end = ended.get(syncId);
  if (end !== undefined) report("L2", it, `${it.event.type} of run ${syncId}, which ended at ${end}`);
  if (run !== undefined) report("L3", it, `${it.event.type} of run ${syncId} while run ${run.started.event.data.syncId} is open`);
  else if (end === undefined) report("L2", it, `${it.event.type} of run ${syncId}, which never started`);
};

const takeLifecycle = (connector: Connector, it: Lifecycle, report: Report): void => {
  const { syncId, chain } = it.event.data;
  const expectedChain = connector.lastLifecycle === undefined ? null : sha256Hex(connector.lastLifecycle.payload);
  if (chain !== expectedChain) {
    const before = connector.lastLifecycle === undefined ? "there is none before it" : `message ${connector.lastLifecycle.sequence}`;
    report("L12", it, `the chain of ${it.event.type} does not fit the lifecycle message before it (${before})`);
  }
  connector.lastLifecycle = it;
  if (isA(it, "SyncStarted")) {
    start(connector, it, report);
    return;
  }
  const { run } = connector;
  if (run === undefined || run.started.event.data.syncId !== syncId) {
    reportStray(connector, it, syncId, report);
    return;
  }
  for (const fact of ["mode", "requestId", "attempt", "covers"] as const) {
    const [said, started] = [it.event.data[fact], run.started.event.data[fact]];
    if (said !== started) report("L2", it, `${fact} is ${said} in a run that started with ${started}`);
  }
  checkBatchIsWhole(run, it, report);
  checkStanding(connector, it, report);
  if (isA(it, "SyncProgressed")) openBatch(run, it, report);
  else if (isA(it, "SyncHeld")) hold(run, it, report);
  else if (isA(it, "SyncCompleted", "SyncFailed")) end(connector, run, it, report);
};

const start = (connector: Connector, it: LogEventOf<"SyncStarted">, report: Report): void => {
  const { syncId } = it.event.data;
  const open = connector.run?.started;
  if (open !== undefined) report("L3", it, `run ${syncId} starts while run ${open.event.data.syncId} (from ${open.sequence}) is open`);
  if (connector.ended.has(syncId) || open?.event.data.syncId === syncId) report("L2", it, `run ${syncId} starts a second time`);
  checkStanding(connector, it, report);
  if (it.event.data.ordinal !== 0 || it.event.data.digest !== EMPTY_ROOT) report("L2", it, "a run starts with leaves");
  connector.run = {
    started: it,
    tree: merkleTree(),
    subjects: new Set(),
    ...{ tally: noChanges(), groups: noChanges(), changedAt: undefined },
    ...{ ordinal: 0, leaves: 0, batch: undefined, held: undefined, isDigestBroken: false },
  };
};

/** A batch is stored as one; a leaf that is missing from it has been taken away since. */
const checkBatchIsWhole = (run: Run, it: Lifecycle, report: Report): void => {
  if (run.batch === undefined) return;
  const missing = run.batch.event.data.ordinal - run.leaves;
  if (missing > 0) report("L2", it, `${missing} leaves are missing of the batch that ${run.batch.sequence} opens`);
  if (missing > 0) run.isDigestBroken = true;
};

const openBatch = (run: Run, it: LogEventOf<"SyncProgressed">, report: Report): void => {
  const { ordinal } = it.event.data;
  if (ordinal < run.leaves) report("L2", it, `SyncProgressed says ordinal ${ordinal} after ${run.leaves} leaves`);
  run.batch = it;
  if (ordinal === run.leaves) checkFigures(run, it, report);
};

const hold = (run: Run, it: LogEventOf<"SyncHeld">, report: Report): void => {
  if (run.held !== undefined) report("L2", it, `a second SyncHeld in one run, after ${run.held.sequence}`);
  run.held = it;
  checkTotals(run, it, report);
};

const end = (connector: Connector, run: Run, it: Terminal, report: Report): void => {
  checkTotals(run, it, report);
  if (isA(it, "SyncCompleted") && it.event.data.mode !== "apply" && it.event.data.held !== (it.event.data.standing.hold !== null)) {
    report("L2", it, `held is ${it.event.data.held}, and the open hold says otherwise`);
  }
  if (run.held !== undefined && isA(it, "SyncCompleted")) checkHeld(run.held, it, report);
  if (isA(it, "SyncCompleted") && it.event.data.changedAt !== undefined && it.event.data.changedAt !== run.changedAt) {
    report("L2", it, `changedAt is ${it.event.data.changedAt}; the last of the run's entries changed at ${run.changedAt}`);
  }
  connector.ended.set(it.event.data.syncId, it.sequence);
  connector.lastTerminal = it;
  connector.run = undefined;
};

const checkTotals = (run: Run, it: Terminal | LogEventOf<"SyncHeld">, report: Report): void => {
  const { ordinal } = it.event.data;
  if (ordinal !== run.leaves) report("L2", it, `${it.event.type} says ${ordinal} leaves; the run has ${run.leaves}`);
  else checkFigures(run, it, report);
};

/** Every lifecycle message restates what stands since the run before; a terminal, what stands from now on. */
const checkStanding = ({ lastTerminal }: Connector, it: Lifecycle, report: Report): void => {
  const { standing, covers } = it.event.data;
  const before = lastTerminal?.event.data;
  if (standing.previousDigest !== (before?.digest ?? null))
    report("L12", it, "previousDigest is not the digest of the connector's run before");
  const [covered, failing] = [before?.standing.covered ?? 0, before?.standing.failing ?? false];
  const expected = { covered, failing };
  if (isA(it, "SyncCompleted")) Object.assign(expected, { covered: Math.max(covers, covered), failing: false });
  if (isA(it, "SyncFailed") && it.event.data.stage !== "abandoned") {
    Object.assign(expected, { covered: it.event.data.retryable ? covered : Math.max(covers, covered), failing: true });
  }
  if (standing.covered !== expected.covered) report("L2", it, `standing.covered is ${standing.covered}; it is ${expected.covered}`);
  if (standing.failing !== expected.failing) report("L2", it, `standing.failing is ${standing.failing}; it is ${expected.failing}`);
};

const checkHeld = (held: LogEventOf<"SyncHeld">, it: LogEventOf<"SyncCompleted">, report: Report): void => {
  const { hold } = it.event.data.standing;
  if (hold?.holdId !== held.event.data.holdId || hold.digest !== held.event.data.holdDigest) {
    report("L2", it, `the open hold of the run's end is not the one of ${held.sequence}`);
  }
};

/** What a SyncProgressed or a terminal says of the leaves so far. */
const checkFigures = (run: Run, it: LogEventOf<"SyncProgressed" | "SyncHeld"> | Terminal, report: Report): void => {
  const { digest, counts } = it.event.data;
  if (!run.isDigestBroken && digest !== (run.leaves === 0 ? EMPTY_ROOT : run.tree.root())) {
    run.isDigestBroken = true;
    const since = run.batch === undefined ? it.sequence : run.batch.sequence;
    report("L12", it, `the digest does not fit what is stored: something at or after ${since} was changed, removed, doubled or moved`);
  }
  for (const change of CHANGES) {
    if (counts[change] !== run.tally[change])
      report("L2", it, `counts say ${counts[change]} ${change}; the run's events say ${run.tally[change]}`);
  }
  for (const change of ["created", "removed", "restored"] as const) {
    const [said, seen] = [counts.groups?.[change], run.groups[change]];
    if (said !== undefined && said !== seen) report("L2", it, `counts say ${said} groups ${change}; the run's events say ${seen}`);
  }
};

const noChanges = (): Tally => Object.fromEntries(CHANGES.map((change) => [change, 0])) as Tally;

const count = (run: Run, { event }: LogEventOf<"EntryChanged">): void => {
  const { kind, changes, observed } = event.data;
  for (const change of CHANGES) {
    if (!changes.includes(change)) continue;
    run.tally[change]++;
    if (kind === "group") run.groups[change]++;
  }
  run.changedAt = [run.changedAt ?? "", observed.whenChanged ?? ""].sort().at(-1) || undefined;
};

/** L2: a run answers a request of its own connector that is there, and covers it. */
export const checkRunsAnswerRequests = (log: readonly LogEvent[]): Violation[] => {
  const requests = new Map<string, number>();
  for (const it of log) if (isA(it, "SyncRequested")) requests.set(`${connectorOf(it)} ${it.event.data.requestId}`, it.sequence);
  return log.flatMap((it) => {
    if (!isA(it, "SyncStarted")) return [];
    const { requestId, covers } = it.event.data;
    const requested = requests.get(`${connectorOf(it)} ${requestId}`);
    if (requested === undefined)
      return [{ invariant: "L2", sequence: it.sequence, what: `the run answers request ${requestId}, which nobody made` }];
    if (requested > covers)
      return [
        { invariant: "L2", sequence: it.sequence, what: `the run covers ${covers}, before the request ${requested} that it answers` },
      ];
    return [];
  });
};

/** L2: the payload is about the subject that it stands on. */
export const checkSubjects = (log: readonly LogEvent[]): Violation[] =>
  log.flatMap((it) => {
    const place = parseSubject(it.subject);
    const { event } = it;
    const fits =
      (event.type === "EntryChanged" && place?.of === "entry" && place.entryId === event.data.entryId && place.kind === event.data.kind) ||
      (event.type === "GroupMembersChanged" &&
        place?.of === "members" &&
        place.groupId === event.data.groupId &&
        place.part === event.data.part) ||
      (event.type === "SyncItemsHeld" &&
        place?.of === "hold" &&
        place.holdId === event.data.holdId &&
        place.part === String(event.data.part)) ||
      (place?.of !== "entry" && place?.of !== "members" && place?.of !== "hold");
    return fits
      ? []
      : [{ invariant: "L2", sequence: it.sequence, what: `${event.type} is about something else than its subject ${it.subject}` }];
  });
