import type { Entry } from "../directory/entry.ts";
import type { Vendor } from "../directory/vendors/vendor.ts";
import { openImages } from "../read/entry-image.ts";
import type { Observer } from "../read/observer.ts";
import { openReferences } from "../read/references.ts";

/**
 * The observer of a read of swept entries. Learning everybody's name takes longer than the rest of such a read, so it is put off until an entry
 * comes that refers to another.
 */
export const openSweptObserver = (vendor: Vendor, open: () => Promise<Observer>): Observer => {
  const refersIn = referringAttributes(vendor);
  const references = openReferences(() => false);
  const observe = openImages({ vendor, references, unlisted: () => [], nowMs: Date.now() });
  const refers = ({ attributes }: Entry): boolean => attributes.some(({ type }) => refersIn.has(type.toLowerCase()));
  let opened: Observer | undefined;
  let untilMs: number | undefined;
  /** By which names entries have been recorded so far. Whoever bears one now has been met since. */
  const recorded = new Map<string, string>();
  const openKnowing = async (): Promise<Observer> => {
    const observer = await open();
    for (const [entryId, dn] of recorded) if (observer.names.resolve(dn).entryId === undefined) observer.names.learn(dn, entryId);
    return observer;
  };
  return {
    names: {
      resolve: (dn) => opened?.names.resolve(dn) ?? { dn },
      learn: (dn, entryId) => (opened === undefined ? recorded.set(entryId, dn) : opened.names.learn(dn, entryId)),
    },
    refresh: async () => opened?.refresh(),
    untilMs: () =>
      [untilMs, opened?.untilMs()].reduce((one, other) =>
        one === undefined || other === undefined ? (one ?? other) : Math.min(one, other),
      ),
    observe: async (entries, kind) => {
      if (opened === undefined && entries.some(refers)) opened = await openKnowing();
      if (opened !== undefined) return opened.observe(entries, kind);
      const observed = entries.map((entry) => observe(entry, kind));
      for (const one of observed) if (one.untilMs !== undefined) untilMs = Math.min(untilMs ?? one.untilMs, one.untilMs);
      return observed;
    },
  };
};

const referringAttributes = ({ recorded, members }: Vendor): ReadonlySet<string> =>
  new Set(
    [
      ...members.keys(),
      ...Object.values(recorded).flatMap((attributes) => [...attributes].filter(([, as]) => as === "reference").map(([name]) => name)),
    ].map((name) => name.toLowerCase()),
  );
