import type { EventLog } from "@dirstream/event-log";
import type { Directory } from "../directory/directory.ts";
import { openImages } from "../read/entry-image.ts";
import type { Observer } from "../read/observer.ts";
import { openReferences } from "../read/references.ts";
import { openUnlisted, type Unlisted } from "../read/unlisted-members.ts";
import type { KnownById } from "./known-by-id.ts";

interface Opening {
  readonly directory: Directory;
  readonly log: EventLog;
  readonly known: KnownById;
  /** DNs by id of what the list has brought: in scope, whether the log has it or not. */
  readonly present: ReadonlyMap<string, string>;
}

/**
 * The observer of a read of listed entries. There is no sweep: the server sends the id with every name, and whether such an id was ever recorded
 * is asked of the log when it is met. So is who else is in a group, once there is a group.
 */
export const openListedObserver = ({ directory, known, present }: Opening): Observer => {
  const { vendor } = directory;
  const wanted = new Set<string>();
  const references = openReferences((entryId) => {
    if (!known.isFetched(entryId)) wanted.add(entryId);
    return known.hasEver(entryId);
  });
  for (const [id, dn] of present) references.learn(dn, id);
  let unlisted: Unlisted | undefined;
  const observe = openImages({ vendor, references, unlisted: (key) => unlisted?.of(key) ?? [], nowMs: Date.now() });
  let untilMs: number | undefined;
  return {
    names: { resolve: (dn) => references.resolve({ dn }), learn: references.learn },
    refresh: async () => unlisted?.refresh(),
    untilMs: () => untilMs,
    observe: async (entries, kind) => {
      if (entries.length === 0) return [];
      if (kind === "group") {
        unlisted ??= await openUnlisted(directory, references.resolve);
        await known.fetchMembers(entries.map(({ id }) => id));
      }
      let observed = entries.map((entry) => observe(entry, kind));
      while (wanted.size > 0) {
        const ids = [...wanted];
        wanted.clear();
        await known.fetch(ids);
        observed = entries.map((entry) => observe(entry, kind));
      }
      for (const one of observed) if (one.untilMs !== undefined) untilMs = Math.min(untilMs ?? one.untilMs, one.untilMs);
      return observed;
    },
  };
};
