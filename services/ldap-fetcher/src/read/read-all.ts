import type { EntryKind } from "@dirstream/contracts";
import type { Directory, Reading } from "../directory/directory.ts";
import type { Entry } from "../directory/entry.ts";
import type { Destructive } from "../run/guard.ts";
import type { Recorder } from "../run/writer.ts";
import { type Comparison, compareEntries } from "./compare.ts";
import { type Observed, requestedAttributes } from "./entry-image.ts";
import { filterOf, kindsOf, pagingOf } from "./in-scope.ts";
import { type Observer, openLearningObserver } from "./observer.ts";
import { type Fate, settleMissing } from "./settle-missing.ts";

type Paging = Pick<Reading, "pageSize" | "begunAgain">;

export interface FullRead extends Omit<Comparison, "names"> {
  readonly directory: Directory;
  readonly writer: Recorder;
  readonly signal: AbortSignal;
  /** Where it is told, the change mark of everybody is, before the first entry is read. */
  readonly noteMarker?: ((marker: string) => void) | undefined;
  readonly onPage: () => void;
}

/** What a complete read leaves to be decided. */
export interface AfterRead {
  /** Disables and losses of members: recorded nowhere yet. */
  readonly destructive: readonly Destructive[];
  /** What became of those who are alive in the log and were not met. */
  readonly fates: AsyncIterable<readonly Fate[]>;
  readonly observer: Observer;
  readonly comparison: Comparison;
}

/**
 * Reads every entry in scope once and records what differs, except what would destroy something: that waits for the end.
 * Who is read first needs no names learnt before, as long as nobody refers to somebody further down; the others then find those names known.
 */
export const readAll = async (read: FullRead): Promise<AfterRead> => {
  const { directory, writer, known, signal, noteMarker, onPage } = read;
  const observer = await openLearningObserver(read);
  const comparison: Comparison = { ...read, names: observer.names };
  const destructive: Destructive[] = [];
  const pagesOf = (kind: EntryKind, paging: Paging = {}) =>
    directory.read(filterOf(directory, kind), requestedAttributes(directory.vendor, kind), paging);
  const meet = (page: readonly Entry[], kind: EntryKind): readonly Entry[] => {
    signal.throwIfAborted();
    const entries = page.filter(({ id }) => known.meet(kind, id));
    writer.countRead(entries.length);
    return entries;
  };
  const record = async (observed: readonly Observed[]): Promise<void> => {
    for (const found of await compareEntries(comparison, observed)) {
      if (found.destructive !== undefined) destructive.push(found.destructive);
      else await writer.add(found.leaves);
    }
    onPage();
  };
  /** Ends at the first entries that refer to somebody who has not been met, and gives those. */
  const readLearning = async (kind: EntryKind): Promise<readonly Entry[] | undefined> => {
    for await (const page of pagesOf(kind)) {
      observer.learn(page);
      const entries = meet(page, kind);
      const observed = observer.tryObserve(entries, kind);
      if (observed === undefined) return entries;
      await record(observed);
    }
    return undefined;
  };
  const readKnowing = async (kind: EntryKind, paging: Paging): Promise<void> => {
    for await (const page of pagesOf(kind, paging)) await record(await observer.observe(meet(page, kind), kind));
  };

  const kinds = kindsOf(directory);
  const [people, ...others] = kinds;
  const waiting = noteMarker === undefined ? await readLearning(people) : [];
  await observer.learnNames(waiting === undefined ? others : kinds, noteMarker);
  if (waiting !== undefined) {
    await record(await observer.observe(waiting, people));
    await readKnowing(people, { begunAgain: noteMarker === undefined });
  }
  for (const kind of others) await readKnowing(kind, pagingOf(kind));

  return { destructive, fates: settleMissing(directory, known.missing()), observer, comparison };
};
