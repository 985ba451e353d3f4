import type { Entry, HistoryItem, Lookup, LookupFound } from "./answers.ts";

/** What is recorded of an entry: as it is, and how it came to that. */
export interface Recorded {
  readonly entry: Entry;
  readonly history: readonly HistoryItem[];
}

/** The day of an instant. */
export type Day = (instant: string) => string;

/** Why an entry of the directory is not here, or that it is: what the directory says, joined with what is recorded. */
export const whySentence = (found: LookupFound, recorded: Recorded | undefined, day: Day): string =>
  found.inScope ? inScope(found, recorded, day) : `${leftOut(found)}${alsoHere(recorded, day)}`;

export const notFoundSentence = ({ searched }: Lookup["summary"]): string => `Not found under ${searched} as the account we use sees it.`;

/** What is recorded of somebody whom the directory does not have under this name. */
export const recordedSentence = (entry: Entry, day: Day): string => {
  const { dn, state, evidence, changedAt } = entry;
  if (state !== "removed") return `Here, as ${nameOf(entry)}: ask with the DN ${dn} to learn what the directory says now.`;
  const why = WHY_REMOVED[evidence ?? ""];
  return `Removed here${onDay(changedAt, day)}${why === undefined ? "" : `, because ${why}`}. Last seen as ${dn}.`;
};

const WHY_REMOVED: Readonly<Record<string, string>> = {
  tombstone: "it was deleted in the directory",
  absentFromCompleteRead: "it was no longer in the directory",
  movedOutOfScope: "it had left what the connector reads",
  connectorRemoved: "the connector was removed with its entries",
  reclassified: "it had become another kind of entry",
};

const inScope = (found: LookupFound, recorded: Recorded | undefined, day: Day): string => {
  const isDisabled = found.state === "disabled";
  if (recorded === undefined) {
    return `In scope, but ${isDisabled ? "disabled in the directory, and " : ""}not here yet: the next synchronisation brings it.`;
  }
  const { entry, history } = recorded;
  switch (entry.state) {
    case "removed":
      return `In scope, but removed here${onDay(entry.changedAt, day)}: the next synchronisation brings it back.`;
    case "disabled":
      if (isDisabled) return `In scope, but disabled in the directory ${disabledSince(history, day)}.`;
      return "Enabled again in the directory, but still disabled here: the next synchronisation enables it.";
    default:
      if (!isDisabled) return `Here, as ${nameOf(entry)}${formerName(recorded, day)}.`;
      return `In scope, but disabled in the directory (changed there${onDay(found.whenChanged, day)}), and still active here until the next synchronisation.`;
  }
};

/** Who comes disabled was so before. */
const COMES: readonly string[] = ["created", "restored"];

const disabledSince = (history: readonly HistoryItem[], day: Day): string => {
  const last = history.findLast(({ changes, state }) =>
    changes.some((change) => change === "disabled" || (state === "disabled" && COMES.includes(change))),
  );
  if (last === undefined) return "since before what is recorded";
  return last.changes.includes("disabled") ? `since ${day(last.time)}` : `since before it came here on ${day(last.time)}`;
};

/** What it was called before it was called what it is now. */
const formerName = ({ entry, history }: Recorded, day: Day): string => {
  const attribute = entry.attributes.displayName === undefined ? "cn" : "displayName";
  const renamed = history.findLast(({ changed }) => typeof changed?.[attribute]?.before?.[0] === "string");
  return renamed === undefined ? "" : ` (was ${renamed.changed?.[attribute]?.before?.[0]} until ${day(renamed.time)})`;
};

const leftOut = (found: LookupFound): string => {
  const [first = "not synchronised", ...others] = found.because.map((reason) => reasonIn(reason, found));
  return `${[first.charAt(0).toUpperCase() + first.slice(1), ...others].join("; ")}.`;
};

const reasonIn = (reason: LookupFound["because"][number], { email, objectClasses }: LookupFound): string => {
  switch (reason.code) {
    case "outsideBases":
      return `not under ${(reason.baseDns ?? []).join(" or ")}, which is what this connector reads`;
    case "excluded":
      return `under ${reason.container}, which this connector leaves out`;
    case "otherKind":
      return `neither person nor group as this connector understands it (objectClass ${objectClasses.join(", ")})`;
    case "filter":
      return `does not match the connector's filter ${reason.filter}`;
    case "emailDomains": {
      const domains = (reason.domains ?? []).join(", ");
      return email ? `in another e-mail domain than those that are synchronised (${domains})` : `without an e-mail address in ${domains}`;
    }
    default:
      return "left out for a reason that this dirstream does not know";
  }
};

const alsoHere = (recorded: Recorded | undefined, day: Day): string => {
  if (recorded === undefined) return "";
  const { entry } = recorded;
  return entry.state === "removed"
    ? ` Removed here${onDay(entry.changedAt, day)}.`
    : ` Still here, as ${nameOf(entry)}: the next synchronisation removes it.`;
};

const onDay = (instant: string | null | undefined, day: Day): string => (instant ? ` on ${day(instant)}` : "");

const nameOf = ({ profile, dn }: Entry): string => profile.displayName ?? profile.userName ?? dn;
