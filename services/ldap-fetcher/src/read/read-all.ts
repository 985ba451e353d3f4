import type { EntryKind } from "@dirstream/contracts";
import type { Directory } from "../directory/directory.ts";
import type { Destructive } from "../run/guard.ts";
import type { Recorder } from "../run/writer.ts";
import { type Comparison, compareEntries } from "./compare.ts";
import { requestedAttributes } from "./entry-image.ts";
import { filterOf, kindsOf } from "./in-scope.ts";
import { type Observer, openObserver } from "./observer.ts";
import type { References } from "./references.ts";
import { type Fate, settleMissing } from "./settle-missing.ts";

/** Groups carry their members, so a page of them is heavier than a page of people. */
const GROUPS_PER_PAGE = 50;

export interface FullRead extends Omit<Comparison, "resolve"> {
  readonly directory: Directory;
  readonly writer: Recorder;
  readonly signal: AbortSignal;
  /** Everybody's name, where learning it has begun already. */
  readonly names?: Promise<References> | undefined;
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
 */
export const readAll = async (read: FullRead): Promise<AfterRead> => {
  const { directory, writer, known, signal, onPage } = read;
  const observer = await openObserver(read);
  const comparison: Comparison = { ...read, resolve: observer.resolve };
  const destructive: Destructive[] = [];
  const pass = async (kind: EntryKind, paging: { pageSize?: number } = {}) => {
    for await (const page of directory.read(filterOf(directory, kind), requestedAttributes(directory.vendor, kind), paging)) {
      signal.throwIfAborted();
      const entries = page.filter(({ id }) => known.meet(kind, id));
      writer.countRead(entries.length);
      for (const found of await compareEntries(comparison, await observer.observe(entries, kind))) {
        if (found.destructive !== undefined) destructive.push(found.destructive);
        else await writer.add(found.leaves);
      }
      onPage();
    }
  };
  for (const kind of kindsOf(directory)) await pass(kind, kind === "group" ? { pageSize: GROUPS_PER_PAGE } : {});

  return { destructive, fates: settleMissing(directory, known.missing()), observer, comparison };
};
