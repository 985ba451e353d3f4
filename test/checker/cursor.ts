import type { Cursor, Standing } from "@dirstream/contracts";
import { connectorOf, isA, type LogEvent, type LogEventOf, type Violation } from "./stored-message.ts";

type Terminal = LogEventOf<"SyncCompleted" | "SyncFailed">;
type Position = Pick<Standing, "cursor" | "readWith">;

/**
 * L11: only a completed read brings a new cursor, of the server and the configuration that it read with; one that holds something
 * back brings none; an incremental run begins from the standing cursor, of the same server and configuration.
 */
export const checkCursors = (log: readonly LogEvent[]): Violation[] => {
  const violations: Violation[] = [];
  const started = new Map<string, LogEventOf<"SyncStarted">>();
  const positions = new Map<string, Position>();
  for (const it of log) {
    const connector = connectorOf(it);
    const report = (what: string) => violations.push({ invariant: "L11", sequence: it.sequence, what });
    const before = positions.get(connector) ?? { cursor: null, readWith: null };
    if (isA(it, "SyncStarted")) {
      started.set(connector, it);
      checkStart(it, before, report);
    }
    if (isA(it, "SyncStarted", "SyncProgressed", "SyncHeld") && textOf(it.event.data.standing) !== textOf(before)) {
      report("another cursor than the one that stands since the run before");
    }
    if (isA(it, "SyncCompleted", "SyncFailed")) {
      checkEnd(it, started.get(connector), before, report);
      positions.set(connector, it.event.data.standing);
    }
  }
  return violations;
};

type ReportHere = (what: string) => void;

const checkStart = ({ event }: LogEventOf<"SyncStarted">, { cursor, readWith }: Position, report: ReportHere): void => {
  const { mode, server, configuration } = event.data;
  if (mode !== "incremental") return;
  if (cursor === null) report("an incremental run without a cursor to begin from");
  else if (server !== null && !isSameServer(cursor, server))
    report(`an incremental run of ${server.id}; the cursor is of ${cursor.server.id}`);
  else if (readWith?.configuration !== configuration)
    report(`an incremental run of configuration ${configuration}; the cursor is of another`);
};

const checkEnd = (it: Terminal, started: LogEventOf<"SyncStarted"> | undefined, before: Position, report: ReportHere): void => {
  const { standing, mode } = it.event.data;
  const isUnchanged = textOf(before) === textOf(standing);
  if (isA(it, "SyncFailed") && !isUnchanged) report("a failed run brings another cursor than the one that stood before");
  if (!isA(it, "SyncCompleted")) return;
  const { cursor, readWith } = standing;
  if (it.event.data.held && cursor !== null) report("a run that holds changes back brings a cursor: the next would not read everything");
  if (isUnchanged || cursor === null) return;
  const { server = null, configuration } = started?.event.data ?? {};
  if (mode === "apply") report("a run that read only some entries brings a new cursor");
  else if (server === null || !isSameServer(cursor, server)) report("the cursor is of another server than the one that was read");
  else if (readWith?.configuration !== configuration) report("the cursor is of another configuration than the one that was read with");
};

const isSameServer = (cursor: Cursor, server: Cursor["server"]): boolean =>
  cursor.server.vendor === server.vendor && cursor.server.id === server.id;

const textOf = ({ cursor, readWith }: Position): string => {
  const from = cursor === null ? null : [cursor.kind, cursor.value, cursor.server.vendor, cursor.server.id];
  return JSON.stringify([from, readWith === null ? null : [readWith.configuration, readWith.mapping]]);
};
