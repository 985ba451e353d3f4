import { type Random, seededRandom } from "./random.ts";

export const SERVICE_VICTIMS = ["ldap-fetcher", "directory-projector", "connector-service", "scheduler-service"] as const;
export type ServiceVictim = (typeof SERVICE_VICTIMS)[number];
export type Victim = ServiceVictim | "nats-server" | "Postgres";

/** The places in the code where a process can be made to end itself, with the first words telling whose they are. */
export const KILL_POINTS = [
  "ldap-fetcher.afterStarted",
  "ldap-fetcher.batchSent",
  "ldap-fetcher.betweenBatches",
  "ldap-fetcher.beforeRemovals",
  "ldap-fetcher.amidRemovals",
  "ldap-fetcher.beforeTerminal",
  "directory-projector.beforeCommit",
  "directory-projector.afterCommit",
  "connector-service.afterPassword",
  "connector-service.beforeRequest",
  "scheduler-service.beforeAppend",
] as const;
export type KillPointName = (typeof KILL_POINTS)[number];

export const victimOf = (point: KillPointName): ServiceVictim => point.slice(0, point.indexOf(".")) as ServiceVictim;

/** So long after the run was asked for, has begun, or has recorded its first batch. */
export interface Moment {
  readonly after: "requested" | "started" | "progressed";
  readonly delayMs: number;
}

export type Fault =
  | { readonly do: "kill"; readonly whom: Victim; readonly when: Moment; readonly downMs: number }
  /** Asked to end, and started again at once. */
  | { readonly do: "restart"; readonly whom: Victim; readonly when: Moment }
  | { readonly do: "freeze"; readonly whom: Victim; readonly when: Moment; readonly forMs: number }
  /** What happens to the bytes between the fetcher and the directory, or between the services and NATS. */
  | { readonly do: "reset" | "blackhole"; readonly whom: "way to LDAP" | "way to NATS"; readonly when: Moment; readonly forMs: number }
  | { readonly do: "cut"; readonly whom: "way to LDAP" | "way to NATS"; readonly when: Moment; readonly bytes: number };

/** One run of the connector, after changes in its directory, and what goes wrong meanwhile. */
export interface Round {
  readonly changes: number;
  /** So many people leave at once, whatever else changes. */
  readonly leaving: number;
  /** Made while the run is open. */
  readonly changesMeanwhile: number;
  /** Each piece of an answer of the directory waits so long: a run lasts long enough to be hit. */
  readonly ldapDelayMs: number;
  /** A process that ends itself at its n-th passing of a place. */
  readonly killPoint: { readonly name: KillPointName; readonly passing: number } | null;
  readonly faults: readonly Fault[];
}

export interface Schedule {
  readonly seed: number;
  readonly rounds: readonly Round[];
}

/** More than a batch holds. */
const EXODUS = 1_050;
const FETCHER_POINTS = KILL_POINTS.filter((name) => victimOf(name) === "ldap-fetcher" && name !== "ldap-fetcher.amidRemovals");
const PROJECTOR_POINTS = KILL_POINTS.filter((name) => victimOf(name) === "directory-projector");

/** Everything that goes wrong under a seed; the same for the same seed. */
export const scheduleOf = (seed: number): Schedule => {
  const random = seededRandom(seed);
  const rounds = Array.from({ length: 2 }, (_, at) => roundOf(random, at));
  return { seed, rounds };
};

const roundOf = (random: Random, at: number): Round => {
  const isExodus = at > 0 && random.chance(0.1);
  return {
    changes: at === 0 ? 0 : random.between(0, 250),
    leaving: isExodus ? EXODUS : 0,
    changesMeanwhile: random.chance(0.3) ? random.between(1, 40) : 0,
    ldapDelayMs: random.between(0, 4),
    killPoint: random.chance(0.35) ? killPointOf(random, at, isExodus) : null,
    faults: Array.from({ length: random.between(1, 2) }, () => faultOf(random)),
  };
};

const killPointOf = (random: Random, at: number, isExodus: boolean): Round["killPoint"] => {
  if (isExodus) return { name: "ldap-fetcher.amidRemovals", passing: 1 };
  if (random.chance(0.3)) return { name: random.pick(PROJECTOR_POINTS), passing: random.between(1, 3) };
  // A first run removes nothing, and records more than one batch.
  const points = FETCHER_POINTS.filter((name) =>
    at === 0 ? name !== "ldap-fetcher.beforeRemovals" : name !== "ldap-fetcher.betweenBatches",
  );
  return { name: random.pick(points), passing: 1 };
};

const momentOf = (random: Random): Moment => {
  const after = random.pick(["requested", "started", "started", "started", "progressed"] as const);
  return { after, delayMs: random.between(0, after === "progressed" ? 100 : 500) };
};

/** In the midst of a run: what is killed before it begins is soon forgotten. */
const midRun = (random: Random): Moment => ({ after: "started", delayMs: random.between(0, 400) });

const faultOf = (random: Random): Fault => {
  const whom = random.pick(["ldap-fetcher", "ldap-fetcher", ...SERVICE_VICTIMS, "nats-server", "nats-server", "Postgres"] as const);
  const when = whom === "ldap-fetcher" ? midRun(random) : momentOf(random);
  const way = random.pick(["way to LDAP", "way to NATS"] as const);
  switch (random.pick(["kill", "kill", "kill", "restart", "freeze", "way"] as const)) {
    case "kill":
      return { do: "kill", whom, when, downMs: random.pick([0, 0, 200, 1_500]) };
    case "restart":
      return { do: "restart", whom, when };
    case "freeze":
      return { do: "freeze", whom, when, forMs: random.between(100, 2_500) };
    case "way": {
      const what = random.pick(["reset", "blackhole", "cut"] as const);
      if (what === "cut") return { do: "cut", whom: way, when: midRun(random), bytes: random.between(1, 60_000) };
      return { do: what, whom: way, when: midRun(random), forMs: random.between(0, 1_500) };
    }
  }
};
