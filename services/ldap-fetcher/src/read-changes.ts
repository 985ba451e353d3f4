import { followList } from "./changes/follow-list.ts";
import { openKnownById } from "./changes/known-by-id.ts";
import { openListedObserver } from "./changes/listed-observer.ts";
import { whoMentions } from "./changes/mentions.ts";
import type { ListPlan, SweepPlan } from "./changes/plan-read.ts";
import { readById } from "./changes/read-by-id.ts";
import { type EntryName, referrersOf } from "./changes/referrers.ts";
import { dynamicGroups, type Renamed, sweep } from "./changes/sweep.ts";
import { openSweptObserver } from "./changes/swept-observer.ts";
import { assertComplete, completeRead } from "./complete-read.ts";
import type { Directory } from "./directory/directory.ts";
import type { Comparison } from "./read/compare.ts";
import { type KnownEntries, readKnownEntries } from "./read/known-entries.ts";
import { openObserver } from "./read/observer.ts";
import type { FullRead } from "./read/read-all.ts";
import { recordedEntry } from "./read/recorded.ts";
import { type Fate, settleMissing } from "./read/settle-missing.ts";
import { atTime } from "./run/cursor.ts";
import type { Run } from "./run-sync.ts";

/** An incremental run: what may have changed is read again, and goes the way of a full read. */
export const readChanges = (run: Run, directory: Directory, plan: SweepPlan | ListPlan): Promise<void> =>
  plan.by === "sweep" ? readSwept(run, directory, plan) : readListed(run, directory, plan);

/** Beyond so many new names, looking for everybody who refers to one costs more than reading everything. */
const MOST_NEW_NAMES = 100;
/** From this share of all entries on, reading page by page costs less than reading by id; a few are read quickly in any way. */
const MUCH = { share: 0.2, from: 1_000 } as const;

const readSwept = async (run: Run, directory: Directory, plan: SweepPlan): Promise<void> => {
  const { log, signal } = run.fetcher;
  const began = performance.now();
  const since = plan.since.kind === "modifyTimestamp" ? plan.since.value : undefined;
  const loading = readKnownEntries(log, run, run.fetcher.keeping);
  const { known, differing, renamed, missing, latest } = await sweep(directory, loading, { signal, since });
  const active = known.count("active");
  const all = known.count("active", "disabled");
  for (const id of await dynamicGroups(directory)) differing.add(id);
  const otherwiseNamed: readonly Renamed[] = [...renamed, ...missing.map((known) => ({ known }))];
  const isMuch = otherwiseNamed.length > MOST_NEW_NAMES || differing.size > Math.max(MUCH.from, all * MUCH.share);
  if (!isMuch) for (const id of await referrersOf(directory, await namesOf(run, otherwiseNamed))) differing.add(id);

  const expected = isMuch ? all : differing.size;
  const read = readingOf(run, directory, known, expected);
  const open = () => openObserver({ directory, log, known, signal });
  const observer = isMuch ? await open() : openSweptObserver(directory.vendor, open);
  const comparison: Comparison = { ...read, names: observer.names };
  const { destructive, notFound, met } = await readById(read, observer, comparison, isMuch ? "all" : differing);
  const lost = notFound.flatMap((id) => known.alive(id) ?? []);
  const unmet = missing.filter(({ entryId }) => !met.has(entryId)); // the others have been recorded: who moves during a sweep may be missed by it
  await assertComplete(directory);
  const after = { destructive, fates: settleMissing(directory, [...unmet, ...lost]), observer, comparison };
  await completeRead(run, directory, {
    ...{ after, known, active, expected, position: latest === undefined ? plan.position : atTime(plan.position, latest) },
    untilMs: earliest(plan, observer.untilMs()),
    readMs: performance.now() - began,
  });
};

/** The names that entries bear now and those that they have left. */
const namesOf = async ({ fetcher }: Run, renamed: readonly Renamed[]): Promise<EntryName[]> => {
  const names = await Promise.all(
    renamed.map(async ({ known, now }) => {
      const before = known === undefined ? undefined : await recordedEntry(fetcher.log, known.sequence);
      const uid = before?.attributes.uid?.[0];
      const former: EntryName | undefined = before && { dn: before.dn, uid: typeof uid === "string" ? uid : undefined };
      return [now, former].filter((name) => name !== undefined);
    }),
  );
  return names.flat();
};

const readListed = async (run: Run, directory: Directory, plan: ListPlan): Promise<void> => {
  const { log, signal } = run.fetcher;
  const { lists, reported, since, position } = plan;
  const began = performance.now();
  const known = openKnownById(log, run);
  const { present, arrived, gone } = await followList({ directory, lists, known, since, signal }, reported);
  const deleted = new Set(gone.filter(({ evidence }) => evidence === "tombstone").map(({ known: { entryId } }) => entryId));
  const others = [...(deleted.size === 0 ? [] : await whoMentions(log, run, deleted)), ...(await referrersOf(directory, arrived))];
  await known.fetch(others);
  const ids = new Set([...present.keys(), ...others.filter((id) => known.alive(id) !== undefined)]);

  const observer = openListedObserver({ directory, log, known, present });
  const read = readingOf(run, directory, known, ids.size);
  const comparison: Comparison = { ...read, names: observer.names };
  const { destructive } = await readById(read, observer, comparison, ids);
  await assertComplete(directory);
  const isLoss = destructive.length > 0 || gone.length > 0;
  const active = isLoss ? (await readKnownEntries(log, run, run.fetcher.keeping)).count("active") : 0;
  await completeRead(run, directory, {
    after: { destructive, fates: at(gone), observer, comparison },
    ...{ known, active, expected: ids.size, position, isPartial: true },
    untilMs: earliest(plan, observer.untilMs()),
    readMs: performance.now() - began,
  });
};

async function* at(fates: readonly Fate[]): AsyncGenerator<readonly Fate[]> {
  if (fates.length > 0) yield fates;
}

const readingOf = (run: Run, directory: Directory, known: KnownEntries, expected: number): FullRead => {
  const { fetcher, writer, account, connector } = run;
  const { log, signal } = fetcher;
  const onPage = () => run.tell("reading", writer.counts, expected);
  onPage();
  return { account, connector, log, known, host: directory.host, cause: "directory", directory, writer, signal, onPage };
};

/** Who was not read again may still expire when it was said at the last read. */
const earliest = ({ since }: SweepPlan | ListPlan, untilMs: number | undefined): number | undefined => {
  const former = since.until === undefined ? undefined : Date.parse(since.until);
  return former === undefined || untilMs === undefined ? (former ?? untilMs) : Math.min(former, untilMs);
};
