import { type Reference, referenceKey } from "@dirstream/contracts";
import { isA, type LogEvent } from "../checker/stored-message.ts";
import type { Journal } from "./journal.ts";
import { keysIn } from "./wrong-losses.ts";

/**
 * Members who have come or gone without being told: a reference that only one of two events of a group has, and that is in neither `added` nor
 * `removed`, must be the same person in another form. The log cannot always say who bore a name; the journal can.
 */
export const hiddenChanges = (log: readonly LogEvent[], connector: string, journal: Journal): string[] => {
  const keys = keysIn(log, connector);
  const recorded = new Map<string, readonly Reference[]>();
  const hidden: string[] = [];
  const areOne = (one: Reference, other: Reference): boolean => {
    const [these, those] = [bearersOf(one), bearersOf(other)];
    return these === undefined || those === undefined || [...these].some((key) => those.has(key));
  };
  /** Undefined: it was never recorded who that is. */
  const bearersOf = ({ entryId, dn = "" }: Reference): ReadonlySet<string> | undefined => {
    const key = entryId === undefined ? undefined : keys.get(entryId);
    if (entryId === undefined) return journal.bearersOf(dn);
    return key === undefined ? undefined : new Set([key]);
  };
  for (const it of log) {
    if (!isA(it, "GroupMembersChanged") || it.place.of !== "members" || it.place.connector !== connector) continue;
    const { groupId, part, members, added = members, removed = [] } = it.event.data;
    if (part !== "all") throw new Error(`Group ${keys.get(groupId)} stands in parts: of such a group one event says too little.`);
    const before = recorded.get(groupId) ?? [];
    recorded.set(groupId, members);
    const [come, gone] = [without(members, before), without(before, members)];
    const say = (what: string, who: Reference) =>
      hidden.push(`${it.sequence}: group ${keys.get(groupId)} ${what} ${referenceKey(who)}, and does not say so`);
    for (const one of without(gone, removed)) if (!come.some((other) => areOne(one, other))) say("has lost", one);
    for (const one of without(come, added)) if (!gone.some((other) => areOne(one, other))) say("has got", one);
  }
  return hidden;
};

const without = (references: readonly Reference[], others: readonly Reference[]): Reference[] => {
  const keys = new Set(others.map(referenceKey));
  return references.filter((it) => !keys.has(referenceKey(it)));
};
