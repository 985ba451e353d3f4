import { hash } from "node:crypto";
import { compareBytewise, type Guard, type HeldItem } from "@dirstream/contracts";

/** A destructive change that waits for the guard. */
export interface Destructive extends HeldItem {
  /** Members that the group would lose (0 for removals and disables). */
  readonly membersLost: number;
  /** Members that the group has now. */
  readonly membersBefore: number;
  /** Ids of the members lost, where known: such a loss waits with the removal of that entry. */
  readonly lostIds: readonly string[];
}

export type HoldReason = "removals" | "nobodyLeft" | "membersLost" | "sourceInError";

export interface Verdict {
  readonly go: readonly Destructive[];
  readonly held: readonly Destructive[];
  /** Sorted; empty when nothing is held. */
  readonly reasons: readonly HoldReason[];
}

interface Limit {
  readonly count: number;
  readonly percent: number;
  readonly percentFrom: number;
}

const exceeds = (number: number, of: number, { count, percent, percentFrom }: Limit): boolean =>
  number > count || (number >= percentFrom && number * 100 > percent * of);

/**
 * Which destructive changes of a complete read may happen. The connector's limit holds every removal and disable of the run;
 * a group's limit holds that group's event; a group that loses a member whose removal is held waits with it.
 */
export const judge = (
  destructive: readonly Destructive[],
  { active, guard, sourceInError }: { active: number; guard: Guard; sourceInError: boolean },
): Verdict => {
  const reasons = new Set<HoldReason>();
  if (destructive.length > 0 && sourceInError) return { go: [], held: destructive, reasons: ["sourceInError"] };

  const leaving = destructive.filter(({ change }) => change !== "membersLost");
  if (exceeds(leaving.length, active, guard.removals)) reasons.add("removals");
  if (leaving.length > 0 && leaving.length >= active) reasons.add("nobodyLeft");
  const heldIds = new Set(reasons.size > 0 ? leaving.map(({ entryId }) => entryId) : []);

  const isHeld = (item: Destructive): boolean => {
    if (heldIds.has(item.entryId)) return true;
    if (item.membersLost === 0) return false;
    if (exceeds(item.membersLost, item.membersBefore, guard.membersLost)) {
      reasons.add("membersLost");
      return true;
    }
    return item.lostIds.some((id) => heldIds.has(id));
  };
  const held = destructive.filter(isHeld);
  const waiting = new Set(held);
  return { go: destructive.filter((item) => !waiting.has(item)), held, reasons: [...reasons].sort() };
};

/** Tells one item from every other, and from the same entry with another outcome. */
export const itemKey = ({ entryId, change, fingerprint }: HeldItem): string => `${entryId} ${change} ${fingerprint}`;

/** The set that a person approves or refuses, whatever the order in which it was found. */
export const holdDigest = (items: readonly HeldItem[]): string => hash("sha256", items.map(itemKey).sort(compareBytewise).join("\n"));
