import type { Hold } from "../../../api/queries.ts";

/** How many of how many, and which of the connector's limits that is over. */
export interface Overrun {
  readonly what: "removals" | "nobodyLeft" | "membersLost" | "sourceInError";
  readonly removed: number;
  readonly disabled: number;
  readonly groups: number;
  readonly membersLost: number;
  readonly of: number;
  readonly limit: { readonly percent: number } | { readonly count: number } | undefined;
}

/** The first reason is the one that says most of what waits. */
const REASONS = ["nobodyLeft", "removals", "sourceInError", "membersLost"] as const;

export const overrunOf = ({ reasons, held, active, guard }: Pick<Hold, "reasons" | "held" | "active" | "guard">): Overrun => {
  const what = REASONS.find((reason) => reasons.includes(reason)) ?? "removals";
  const { removed, disabled, groups, membersLost } = held;
  return { what, removed, disabled, groups, membersLost, of: active, limit: limitOf(what, removed + disabled, active, guard) };
};

/** Of two limits, the share is what somebody knows by heart; the number counts where the share alone would have let it pass. */
const limitOf = (what: Overrun["what"], leaving: number, of: number, guard: Hold["guard"]): Overrun["limit"] => {
  if (what === "membersLost") return { percent: guard.membersLost.percent };
  if (what !== "removals") return undefined;
  const { count, percent, percentFrom } = guard.removals;
  return leaving >= percentFrom && leaving * 100 > percent * of ? { percent } : { count };
};

/** Each item is decided about by itself: this is how many. */
export const heldItems = ({ removed, disabled, groups }: Hold["held"]): number => removed + disabled + groups;
