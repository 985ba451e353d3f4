import type { EntryKind } from "@dirstream/contracts";
import type { Entry } from "../directory/entry.ts";
import { type Comparison, compareEntries } from "../read/compare.ts";
import { requestedAttributes } from "../read/entry-image.ts";
import { filterOf, kindsOf, pagingOf } from "../read/in-scope.ts";
import type { Observer } from "../read/observer.ts";
import type { FullRead } from "../read/read-all.ts";
import type { Destructive } from "../run/guard.ts";

export interface ReadById {
  /** Disables and losses of members: recorded nowhere yet. */
  readonly destructive: readonly Destructive[];
  /** Asked for, and not found in scope. */
  readonly notFound: readonly string[];
  readonly met: ReadonlySet<string>;
}

/**
 * Reads entries again, with the connector's own base and filter, and records what differs, as a full read does with everything.
 * `ids` may be "all": where very many have changed, reading page by page costs less.
 */
export const readById = async (
  read: FullRead,
  observer: Observer,
  comparison: Comparison,
  ids: ReadonlySet<string> | "all",
): Promise<ReadById> => {
  const { directory, writer, signal, onPage } = read;
  const destructive: Destructive[] = [];
  const met = new Set<string>();
  const isFirst = ({ id }: Entry): boolean => met.size < met.add(id).size;
  const pagesOf = (kind: EntryKind): AsyncGenerator<readonly Entry[]> => {
    const attributes = requestedAttributes(directory.vendor, kind);
    if (ids === "all") return directory.read(filterOf(directory, kind), attributes, pagingOf(kind));
    return directory.readByIds(
      [...ids].filter((id) => !met.has(id)),
      filterOf(directory, kind),
      attributes,
    );
  };
  for (const kind of kindsOf(directory)) {
    for await (const page of pagesOf(kind)) {
      signal.throwIfAborted();
      const entries = page.filter(isFirst);
      writer.countRead(entries.length);
      for (const found of await compareEntries(comparison, await observer.observe(entries, kind))) {
        if (found.destructive !== undefined) destructive.push(found.destructive);
        else await writer.add(found.leaves);
      }
      onPage();
    }
  }
  return { destructive, met, notFound: ids === "all" ? [] : [...ids].filter((id) => !met.has(id)) };
};
