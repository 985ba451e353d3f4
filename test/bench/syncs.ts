import type { BenchSystem } from "./bench-system.ts";
import { type FollowedRun, followRun } from "./follow-run.ts";
import { liveSchema } from "./read-model.ts";
import { BASE_DN, personDn, type Size } from "./reference-directory.ts";
import { type Stage, stagesOf } from "./stages.ts";
import { nowMs, type Seen, watchProcesses } from "./watch-processes.ts";

export interface MeasuredSync extends Pick<FollowedRun, "durationsMs" | "counts"> {
  readonly connector: string;
  /** From the request to where everything that the run has recorded can be queried. */
  readonly seconds: number;
  readonly stages: readonly Stage[];
  readonly peakMb: Seen["peakMb"];
}

interface Asked {
  readonly connectorId: string;
  readonly requestId: string;
}

/** The first synchronisation of a new connector. */
export const firstSync = async (system: BenchSystem, size: Size, number: number): Promise<MeasuredSync> => {
  const sync = await measured(system, () => system.api.register(system.directory, { name: `bench ${number}`, baseDn: BASE_DN }));
  await assertWhole(system, size, sync.connector);
  return sync;
};

export const nextSync = (system: BenchSystem, connectorId: string, mode: "full" | "incremental"): Promise<MeasuredSync> =>
  measured(system, async () => {
    const { requestId } = await system.api.post<{ requestId: string }>(`/connectors/${connectorId}/syncs`, { mode });
    return { connectorId, requestId };
  });

const measured = async (system: BenchSystem, ask: () => Promise<Asked>): Promise<MeasuredSync> => {
  const schema = await liveSchema(system);
  using watching = watchProcesses(system.processes);
  const requestedMs = nowMs();
  const { connectorId, requestId } = await ask();
  const { startedMs, firstRowMs, completedMs, visibleMs, durationsMs, counts } = await followRun(system, schema, requestId, requestedMs);
  const { moments, peakMb } = watching.end();
  const ends = [
    { stage: "request → run began", endsAtMs: startedMs },
    // a short run writes everything with its end
    { stage: "→ first rows visible", endsAtMs: (firstRowMs ?? completedMs) < completedMs ? firstRowMs : undefined },
    { stage: "→ run ended", endsAtMs: completedMs },
    { stage: "→ last row visible", endsAtMs: visibleMs },
  ];
  const seconds = (visibleMs - requestedMs) / 1000;
  return { connector: connectorId, seconds, stages: stagesOf(requestedMs, ends, moments), durationsMs, counts, peakMb };
};

/** Once, when nothing is measured: a figure of something that is incomplete would be worth nothing. */
const assertWhole = async (system: BenchSystem, { people, groups, membersPerGroup }: Size, connector: string): Promise<void> => {
  const { db } = system;
  const schema = db.escapeIdentifier(await liveSchema(system));
  const counted = async (table: string) =>
    Number((await db.query(`select count(*) from ${schema}.${table} where connector = $1`, [connector])).rows[0].count);
  const [entries, memberships] = [await counted("entry"), await counted("membership")];
  if (entries === people + groups && memberships === groups * membersPerGroup) return;
  const expected = `${people + groups} entries and ${groups * membersPerGroup} memberships`;
  throw new Error(`The directory has ${expected}, and the tables ${entries} and ${memberships}.`);
};

/** Another value for the title of so many people, spread over all of them. */
export const changeTitles = ({ directory }: BenchSystem, { people }: Size, changed: number, title: string): Promise<void> => {
  const every = Math.max(1, Math.floor(people / changed));
  const changes = Array.from({ length: changed }, (_, at) => ({
    modify: personDn(at * every),
    with: [["replace", "title", `${title} ${at}`]] as const,
  }));
  return directory.change(...changes);
};
