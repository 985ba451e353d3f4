import type { Entry, HistoryItem } from "../../api/entries.ts";

/** An entry as it was at a moment, as far as what was recorded tells. */
export interface Then {
  readonly state: Entry["state"];
  readonly dn: string | null;
  readonly attributes: Entry["attributes"];
  /** Direct members; null of what is no group, and where it is not known. */
  readonly memberCount: number | null;
  /** It was gone in between: of what it had before, only what has changed is known. */
  readonly isPartial: boolean;
}

/** Across these nothing is told of the attributes: the event has only the image that follows. */
const WHOLE: readonly HistoryItem["changes"][number][] = ["created", "removed", "restored", "reclassified"];

/**
 * What an entry was at a moment: what it is now, with every later change undone, newest first. undefined before the first
 * thing that is known of it. The history is the oldest first.
 */
export const asOf = (
  now: Pick<Entry, "state" | "dn" | "attributes" | "memberCount">,
  history: readonly HistoryItem[],
  atMs: number,
): Then | undefined => {
  const isBefore = ({ time }: HistoryItem) => Date.parse(time) <= atMs;
  const before = history.filter(isBefore);
  const after = history.filter((item) => !isBefore(item)).toReversed();
  const first = history[0];
  if (first === undefined) return { ...now, isPartial: false };
  if (before.length === 0) return undefined;

  const attributes = new Map(Object.entries(now.attributes));
  let memberCount = now.memberCount;
  let isPartial = false;
  for (const { changes, changed, members } of after) {
    if (changes.some((change) => WHOLE.includes(change))) {
      attributes.clear();
      memberCount = null;
      isPartial = true;
    }
    for (const [name, { before: values }] of Object.entries(changed)) {
      if (values === null) attributes.delete(name);
      else attributes.set(name, values);
    }
    if (members !== null && memberCount !== null) memberCount += members.removed.length - members.added.length;
  }
  if (isPartial) addKnown(attributes, before);
  attributes.delete("dn");
  const last = <Name extends "state" | "dn">(name: Name) => before.findLast((item) => item[name] !== null)?.[name] ?? null;
  return {
    state: last("state") ?? now.state,
    dn: last("dn") ?? (isPartial ? null : now.dn),
    attributes: Object.fromEntries(attributes),
    memberCount,
    isPartial,
  };
};

/** What was last recorded of an attribute in the same life of the entry stays until something else is recorded. */
const addKnown = (attributes: Map<string, Entry["attributes"][string]>, before: readonly HistoryItem[]): void => {
  const found = new Set(attributes.keys());
  for (const { changes, changed } of before.toReversed()) {
    for (const [name, { after }] of Object.entries(changed)) {
      if (!found.has(name) && after !== null) attributes.set(name, after);
      found.add(name);
    }
    if (changes.some((change) => WHOLE.includes(change))) return;
  }
};
