import type { ChangesBy, FullBecause } from "@dirstream/contracts";
import type { Run } from "./answers.ts";
import type { Output } from "./session.ts";
import { showDuration, showTime } from "./times.ts";

const WAYS: Readonly<Record<ChangesBy | "nothing", string>> = {
  dirSync: "DirSync",
  usnChanged: "uSNChanged",
  sweep: "a sweep of names and change marks",
  nothing: "nothing to read: the server says that nothing has changed",
};

const FULL_BECAUSE: Readonly<Record<FullBecause, string>> = {
  noCursor: "no completed run before it says where to begin",
  holdOpen: "changes are held that nobody has decided about yet",
  failedBefore: "the incremental run before it failed",
  configurationChanged: "the connector was changed since the last completed run",
  mappingChanged: "this version of dirstream records entries in another way than the last completed run",
  anotherServer: "the server is another one than last time",
  noMark: "the server does not say how far its changes go",
  timePassed: "an account has expired, or was to: no change in the directory tells of that",
  usnRolledBack: "the server's change numbers have gone back or were given a second time, as after a snapshot of it was put back",
  cursorDamaged: "what was kept to go on from is damaged",
  cursorTooOld: "the last completed run is so long ago that the server may have forgotten what was deleted since",
  cursorRefused: "the server refused to go on from where the last run ended",
  nothingOffered: "the server offers no way to ask for changes alone",
  tooManyChanges: "so much has changed that reading everything is quicker",
};

interface Said {
  readonly mode?: Run["mode"];
  readonly changesBy?: Run["changesBy"];
  readonly fullBecause?: Run["fullBecause"];
}

const inWords = (words: Readonly<Record<string, string>>, word: string): string => words[word] ?? word;

/** In a table: `DirSync`, `full (anotherServer)`. */
export const nameHow = ({ mode, changesBy, fullBecause }: Said): string | null | undefined => {
  if (fullBecause) return `full (${fullBecause})`;
  if (changesBy === "nothing" || changesBy === "sweep") return changesBy;
  return changesBy ? inWords(WAYS, changesBy) : mode;
};

/** `full, because the server is another one than last time` */
export const describeHow = ({ mode, changesBy, fullBecause }: Said): string => {
  if (fullBecause) return `full, because ${inWords(FULL_BECAUSE, fullBecause)}`;
  if (changesBy) return inWords(WAYS, changesBy);
  return mode === "apply" ? "what a person has decided, read again and carried out" : (mode ?? "not known");
};

type Fact = readonly [string, string | number | null | undefined];

/** Everything about one run. */
export const factsOfRun = (run: Run, { now }: Output): readonly Fact[] => {
  const { requestedAt, startedAt, readMs, completedAt, visibleAt, changedAt } = run.latency;
  const at = (instant: string | null | undefined) => (instant ? showTime(instant, now()) : undefined);
  const since = (from: string | null | undefined, to: string | null | undefined) =>
    from && to ? `, ${showDuration(Math.max(0, Date.parse(to) - Date.parse(from)))} after it was requested` : "";
  const entries = `${(run.counts.read ?? 0).toLocaleString("en")} entries`;
  return [
    ["Run", run.syncId],
    ["Status", run.status],
    ["How", describeHow(run)],
    ["Host", run.host],
    ["Server", run.server ? `${run.server.vendor}, ${run.server.id}` : undefined],
    ["It offers", (run.changesOffered ?? []).map((way) => inWords(WAYS, way)).join(", ")],
    ["Removals", run.removalsBy === "full" ? "by the day's last run only: the query account sees no deleted entries" : undefined],
    ["Last change", changedAt ? `${showTime(changedAt, now())}, as the directory says` : undefined],
    ["Requested", at(requestedAt)],
    ["Started", at(startedAt)],
    ["Read", typeof readMs === "number" ? `${entries} in ${showDuration(readMs)}` : entries],
    ["Changes", describeChanges(run.counts)],
    ["Ended", completedAt ? `${at(completedAt)}${since(requestedAt, completedAt)}` : undefined],
    ["Visible", visibleAt ? `${at(visibleAt)}${since(requestedAt, visibleAt)}` : undefined],
    ["Held", run.holdId],
    ["Why", run.error?.message],
  ];
};

/** `12 created, 3 moved`; `no change` */
export const describeCounts = ({ read: _read, groups: _groups, ...counts }: Run["counts"]): string => {
  const names = ["created", "updated", "moved", "disabled", "enabled", "removed", "restored"] as const;
  const told = names.filter((name) => (counts[name] ?? 0) > 0).map((name) => `${(counts[name] ?? 0).toLocaleString("en")} ${name}`);
  return told.length === 0 ? "no change" : told.join(", ");
};

const describeChanges = (counts: Run["counts"]): string => {
  const groups = counts.groups ? describeCounts(counts.groups) : "no change";
  return groups === "no change" ? describeCounts(counts) : `${describeCounts(counts)}; of these groups: ${groups}`;
};
