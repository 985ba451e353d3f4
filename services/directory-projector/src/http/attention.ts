import { nextSlot, type Schedule, slotsBetween } from "@dirstream/schedule";

/** What is known of a connector when it is asked whether somebody has to see to it. */
export interface ConnectorFacts {
  readonly enabled: boolean;
  /** When it was registered, or last enabled. */
  readonly enabledAt: string;
  readonly schedule: Schedule;
  readonly lastCompletedAt: string | null;
  /** The runs since the last completed one have failed; one whose fetcher merely went away does not count. */
  readonly failing: { readonly since: string; readonly code: string; readonly message: string } | null;
  /** Nobody has decided about it yet. */
  readonly hold: OpenHold | null;
  readonly halted: { readonly since: string | null; readonly stream: string; readonly sequence: number; readonly reason: string } | null;
}

export interface OpenHold {
  readonly holdId: string;
  readonly since: string;
  readonly held: { readonly removed: number; readonly disabled: number; readonly groups: number; readonly membersLost: number };
  /** Entries that were active before the run. */
  readonly active: number;
}

export interface Attention {
  readonly kind: "halted" | "failed" | "held" | "stale";
  readonly since: string | null;
  /** Of a failure. */
  readonly code: string | null;
  readonly holdId: string | null;
  readonly sentence: string;
}

/** So long after its slot a run may go on, or wait its turn, before its absence means anything. */
const GRACE_MS = 60 * 60_000;
const MISSED_SLOTS = 2;
/** Slots are looked for in so many days: whoever is late by more is late. */
const LONGEST_LOOK_MS = 14 * 24 * 60 * 60_000;

/** What needs a person, the worst of it first; undefined for a connector that does its work, or is meant to do none. */
export const attentionOf = (facts: ConnectorFacts, nowMs: number): Attention | undefined => {
  const { halted, enabled, failing, hold } = facts;
  if (halted !== null) return { kind: "halted", since: halted.since, code: null, holdId: null, sentence: haltedSentence(halted) };
  if (!enabled) return undefined;
  if (failing !== null) {
    return { kind: "failed", since: failing.since, code: failing.code, holdId: hold?.holdId ?? null, sentence: failing.message };
  }
  if (hold !== null) return { kind: "held", since: hold.since, code: null, holdId: hold.holdId, sentence: heldSentence(hold) };
  const since = staleSince(facts, nowMs);
  if (since === undefined) return undefined;
  const what = facts.lastCompletedAt === null ? "No synchronisation has completed yet" : "No synchronisation has completed";
  const sentence = `${what} though ${MISSED_SLOTS} or more were due. See whether the fetchers and the scheduler are at work.`;
  return { kind: "stale", since, code: null, holdId: null, sentence };
};

/** Since when it should have completed a run: the first slot that led to none. */
const staleSince = ({ enabledAt, lastCompletedAt, schedule }: ConnectorFacts, nowMs: number): string | undefined => {
  const lastMs = Math.max(Date.parse(enabledAt), lastCompletedAt === null ? 0 : Date.parse(lastCompletedAt));
  const first = nextSlot(schedule, lastMs);
  const missed = slotsBetween(schedule, Math.max(lastMs, nowMs - LONGEST_LOOK_MS), nowMs - GRACE_MS);
  return missed.length >= MISSED_SLOTS && first !== undefined ? new Date(first.atMs).toISOString() : undefined;
};

export const haltedSentence = ({ stream, sequence, reason }: NonNullable<ConnectorFacts["halted"]>): string =>
  `Event ${sequence} of ${stream} cannot be understood (${reason}), so what is shown is older. Update the projector, or have an administrator skip the event.`;

export const heldSentence = ({ held, active }: OpenHold): string => {
  const { removed, disabled, membersLost } = held;
  const share = removed + disabled > 0 && active > 0 ? ` of ${active.toLocaleString("en")} active entries` : "";
  const told = [
    [removed, "removed"],
    [disabled, "disabled"],
  ] as const;
  const entries = told.filter(([count]) => count > 0).map(([count, what]) => `${count.toLocaleString("en")} ${what}`);
  const members = membersLost > 0 ? [`${membersLost.toLocaleString("en")} memberships lost`] : [];
  const what = [...(entries.length === 0 ? [] : [`${entries.join(" and ")}${share}`]), ...members].join("; ");
  return `A run would have ${what === "" ? "changes that its limits do not let through" : what}. Approve exactly that, or reject it.`;
};
