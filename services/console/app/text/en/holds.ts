import { count, percent, plural } from "../numbers.ts";

interface Told {
  readonly what: "removals" | "nobodyLeft" | "membersLost" | "sourceInError";
  readonly removed: number;
  readonly disabled: number;
  readonly groups: number;
  readonly membersLost: number;
  readonly of: number;
  readonly limit: { readonly percent: number } | { readonly count: number } | undefined;
}

const PEOPLE = "people and groups";

/** What waits would be; what was decided, or is no longer asked, would have been. */
type Tense = "now" | "past";

/** `remove 312`, `disable 4`, `have removed 312 and disabled 4`. */
const leaving = ({ removed, disabled }: Pick<Told, "removed" | "disabled">, tense: Tense): string => {
  const [remove, disable] = tense === "now" ? ["remove", "disable"] : ["removed", "disabled"];
  const parts = [...(removed > 0 ? [`${remove} ${count(removed)}`] : []), ...(disabled > 0 ? [`${disable} ${count(disabled)}`] : [])];
  return `${tense === "now" ? "" : "have "}${parts.join(" and ")}`;
};

const taking = ({ membersLost, groups }: Told, tense: Tense): string =>
  `${tense === "now" ? "take" : "have taken"} ${plural(membersLost, "member", "members")} out of ${plural(groups, "group", "groups")}`;

const limitWords = (limit: NonNullable<Told["limit"]>, tense: Tense): string =>
  `Your limit ${tense === "now" ? "is" : "was"} ${"percent" in limit ? percent(limit.percent / 100) : `${count(limit.count)} at once`}`;

/** 20.4 % is over a limit of 20 %, and must not be told as the same number. */
const shareWords = (share: number, limit: Told["limit"]): string =>
  limit !== undefined && "percent" in limit && Math.round(share * 100) <= limit.percent && share * 100 > limit.percent
    ? `just over ${percent(limit.percent / 100)}`
    : percent(share);

/** One sentence says what would be, and another why it is not yet. */
export const sentenceOf = (told: Told, tense: Tense = "now"): string => {
  const { what, removed, disabled, of, limit } = told;
  const share = shareWords(of === 0 ? 1 : Math.min(1, (removed + disabled) / of), limit);
  const would = `This run would ${leaving(told, tense)} of ${count(of)} ${PEOPLE} (${share}).`;
  const others = tense === "now" ? "Another connector of this account is failing" : "Another connector of this account was failing";
  switch (what) {
    case "removals":
      return limit === undefined ? would : `${would} ${limitWords(limit, tense)}.`;
    case "nobodyLeft":
      return `This run would ${leaving(told, tense)} of ${count(of)} ${PEOPLE}: nobody would be left.`;
    case "membersLost":
      return `This run would ${taking(told, tense)}.${limit === undefined ? "" : ` ${limitWords(limit, tense)} of a group.`}`;
    case "sourceInError":
      return removed + disabled === 0
        ? `This run would ${taking(told, tense)}. ${others}, so nothing goes by itself.`
        : `${would} ${others}, so nothing goes by itself.`;
  }
};

/** In a row, where there is less room. */
const summaryOf = ({ removed, disabled, groups, of }: Told): string =>
  [
    ...(removed > 0 ? [plural(removed, "removal", "removals")] : []),
    ...(disabled > 0 ? [`${count(disabled)} disabled`] : []),
    ...(groups > 0 ? [`${plural(groups, "group loses", "groups lose")} members`] : []),
  ].join(", ") + (removed + disabled > 0 ? ` of ${count(of)} (${percent(of === 0 ? 1 : Math.min(1, (removed + disabled) / of))})` : "");

export const holds = {
  title: "Holds",
  table: "Holds, newest first",
  columns: { heldAt: "Held", what: "What would have happened", status: "Status", decision: "Decision" },
  summary: summaryOf,
  status: { open: "Waits for you", approved: "Approved", rejected: "Kept", closed: "No longer asked" },
  decidedBy: (by: string) => `by ${by}`,
  empty: {
    title: "Nothing is held, and nothing was",
    text: "When a run would remove or disable more than your limits allow, it waits here until you have looked at it. Until then everybody stays.",
    limits: "Look at the limits",
  },
  open: { title: "A decision is needed", button: "Look and decide" },
} as const;

export const hold = {
  title: "Hold",
  heldBy: "Held by the run of",
  where: {
    title: "Where they sat",
    common: "All of them sat below",
    directly: "directly in it",
    only: "Show only those below",
    loaded: (n: string) => `Of the first ${n}; more are being fetched.`,
  },
  cause: {
    title: "Why they would go",
    outside: (n: number, all: boolean) =>
      `${all ? "All of them lie" : `${count(n)} of them ${n === 1 ? "lies" : "lie"}`} outside what this connector is set to read now: its scope is the cause, not a deletion.`,
    filtered: "Filters or e-mail domains are set. They may be what leaves these out; the preview of the scope shows who would go.",
    gone: "All of them lie inside what this connector reads: they are gone from the directory, or the account that we sign in with no longer sees them.",
    scope: "Look at the scope",
  },
  items: {
    title: { open: "What waits", over: "What it was about" },
    columns: { who: "Who", dn: "Distinguished name", change: "Would be", now: "Now" },
    change: { removed: "removed", disabled: "disabled", membersLost: "without some members" },
    kind: { user: "Person", contact: "Contact", group: "Group" },
    noName: "name not known",
    unchanged: "as it was",
    state: { active: "active", disabled: "disabled", removed: "removed" },
    changedSince: (state: string) => `${state}, changed since`,
    lastChange: "last change",
    gone: "not known here any more",
    filtered: (shown: string, all: string) => `${shown} of ${all}`,
    showAll: "Show all",
  },
  decide: {
    approve: (n: string) => `Approve exactly these ${n}`,
    keep: "Keep them",
    approveTitle: (n: string) => `Let these ${n} go?`,
    approveMeans:
      "Each one is looked at once more in the directory and goes only if that is still so. Whoever comes back later is restored with the same id and history.",
    keepTitle: "Keep them?",
    keepMeans:
      "They stay here as they are, and are not asked about again as long as they are missing in the directory. Everything else is synchronised as before.",
    keepButton: "Keep them",
    disabled: "This connector is disabled: enable it first, then decide.",
  },
  superseded: {
    title: "This hold no longer waits",
    text: "A later run has read the directory again and found something else.",
    newer: "Look at what waits now",
    none: "Nothing waits for a decision now.",
  },
  decided: {
    approved: "Approved: who is still missing in the directory goes.",
    rejected: "Kept: they stay here.",
    by: (who: string, when: string) => `${who}, ${when}`,
  },
} as const;
