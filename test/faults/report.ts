import { isA, type LogEvent } from "../checker/stored-message.ts";

/** Something that a harness did to a process or a connection, or that a process did to itself. */
export interface Hit {
  readonly atMs: number;
  /** "kill", "freeze", "disarm" (killed before it reached its kill point), "kill point ldap-fetcher.batchSent", "ended by itself (status 1)". */
  readonly what: string;
  readonly whom: string;
}

/** What the log says of the connector's run at that time. */
export interface State {
  readonly isOpen: boolean;
  readonly sentence: string;
}

export interface HitReport extends Hit, State {}

export interface SeedReport {
  readonly seed: number;
  readonly hits: readonly HitReport[];
  readonly abandoned: number;
  readonly seconds: number;
  /** What is wrong; undefined when every promise held. */
  readonly failure: string | undefined;
}

/** By the times at which the server stored the messages: the clock is this machine's own. */
export const stateAt = (log: readonly LogEvent[], connector: string, atMs: number): State => {
  const runs = log.filter(({ place }) => place.of === "sync" && place.connector === connector);
  const last = runs.findLast(({ time }) => Date.parse(time) <= atMs);
  if (last === undefined) return { isOpen: false, sentence: "before the first run" };
  if (isA(last, "SyncProgressed")) {
    return { isOpen: true, sentence: `run open, ${last.event.data.stage}, ${last.event.data.ordinal} recorded` };
  }
  const isOpen = isA(last, "SyncStarted", "SyncHeld");
  return { isOpen, sentence: isOpen ? "run open, nothing recorded" : `no run open, after ${last.event.type}` };
};

export const isKill = ({ what }: Hit): boolean => what === "kill" || what.startsWith("kill point");

/** How many of the fetcher's deaths hit a run that was open. */
export const fetcherKills = (reports: readonly SeedReport[]): { kills: number; open: number } => {
  const kills = reports.flatMap(({ hits }) => hits.filter((hit) => hit.whom === "ldap-fetcher" && isKill(hit)));
  return { kills: kills.length, open: kills.filter(({ isOpen }) => isOpen).length };
};

/** One line for a seed. */
export const lineOf = ({ seed, hits, abandoned, seconds, failure }: SeedReport): string => {
  const told = hits.map(({ what, whom, sentence }) => `${what.startsWith("kill point") ? what : `${what} ${whom}`} (${sentence})`);
  const verdict = failure === undefined ? "ok" : "FAILED";
  return `seed ${seed} ${verdict} in ${seconds.toFixed(1)} s, ${abandoned} abandoned: ${told.join("; ") || "nothing was hit"}`;
};
