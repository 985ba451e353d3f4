import { type Entry, type HistoryItem, nameOf } from "../../api/entries.ts";
import { remedies, sentences } from "../../text/en/why.ts";
import type { Found, Keeping } from "./lookup.ts";

/** What is recorded of an entry: as it is, how it came to that, and what keeps it so whatever the directory says. */
export interface Recorded {
  readonly entry: Pick<Entry, "dn" | "state" | "evidence" | "changedAt" | "profile" | "attributes">;
  readonly history: readonly Pick<HistoryItem, "time" | "changes" | "state" | "changed">[];
  readonly keptBy: Keeping["by"] | undefined;
}

type Day = (instant: string) => string;

/** Why an entry of the directory is not here, or that it is: what the directory says, joined with what is recorded. */
export const whySentence = (found: Found, recorded: Recorded | undefined, day: Day): string =>
  found.inScope ? inScope(found, recorded, day) : [leftOut(found), alsoHere(recorded, day)].filter((part) => part !== undefined).join(" ");

const inScope = (found: Found, recorded: Recorded | undefined, day: Day): string => {
  const isDisabled = found.state === "disabled";
  if (recorded === undefined) return isDisabled ? sentences.comesDisabled : sentences.comes;
  const { entry, history, keptBy } = recorded;
  switch (entry.state) {
    case "removed":
      return sentences.comesBack(day(entry.changedAt));
    case "disabled":
      return isDisabled ? disabledSince(history, day) : sentences.enabledAgain;
    case "active":
      if (isDisabled) return sentences.stillActive(found.whenChanged === null ? undefined : day(found.whenChanged), keptBy);
      return hereAs(recorded, day);
  }
};

/** Who comes disabled was so before. */
const COMES: readonly HistoryItem["changes"][number][] = ["created", "restored"];

const disabledSince = (history: Recorded["history"], day: Day): string => {
  const last = history.findLast(({ changes, state }) =>
    changes.some((change) => change === "disabled" || (state === "disabled" && COMES.includes(change))),
  );
  if (last === undefined) return sentences.disabledLongAgo;
  return last.changes.includes("disabled") ? sentences.disabledSince(day(last.time)) : sentences.cameDisabled(day(last.time));
};

/** With what it was called before it was called what it is now. */
const hereAs = ({ entry, history }: Recorded, day: Day): string => {
  const attribute = entry.attributes.displayName === undefined ? "cn" : "displayName";
  const formerly = ({ changed }: Recorded["history"][number]) => changed[attribute]?.before?.[0];
  const renamed = history.findLast((item) => typeof formerly(item) === "string");
  const former = renamed && formerly(renamed);
  const name = called(entry);
  return renamed === undefined || typeof former !== "string"
    ? sentences.here(name)
    : sentences.hereRenamed(name, former, day(renamed.time));
};

const leftOut = (found: Found): string => {
  const reasons = found.because.map((reason) => reasonIn(reason, found));
  return sentences.leftOut(reasons.length === 0 ? [sentences.reasons.unknown] : reasons);
};

const reasonIn = (reason: Found["because"][number], { email, objectClasses }: Found): string => {
  const { reasons } = sentences;
  switch (reason.code) {
    case "outsideBases":
      return reasons.outsideBases(reason.baseDns);
    case "excluded":
      return reasons.excluded(reason.container);
    case "otherKind":
      return reasons.otherKind(objectClasses);
    case "filter":
      return reasons.filter(reason.filter);
    case "emailDomains":
      return email ? reasons.otherDomain(reason.domains) : reasons.noDomain(reason.domains);
    default:
      // A newer server may know more reasons than this page.
      return reasons.unknown;
  }
};

const alsoHere = (recorded: Recorded | undefined, day: Day): string | undefined => {
  if (recorded === undefined) return undefined;
  const { entry, keptBy } = recorded;
  return entry.state === "removed" ? sentences.removedHere(day(entry.changedAt)) : sentences.stillHere(called(entry), keptBy);
};

/** What is recorded of somebody whom the directory does not have under this name. */
export const recordedSentence = ({ entry, keptBy }: Omit<Recorded, "history">, day: Day): string => {
  const { state, evidence, changedAt } = entry;
  if (state !== "removed") return keptBy === undefined ? sentences.recorded(called(entry)) : sentences.recordedKept(called(entry), keptBy);
  return sentences.recordedRemoved(day(changedAt), evidence === null ? undefined : sentences.removedBecause[evidence]);
};

const called = ({ profile, dn }: Recorded["entry"]): string => nameOf(profile) ?? dn;

export interface Remedy {
  readonly text: string;
  /** The page where it is done; undefined: in the directory. */
  readonly leadsTo: "scope" | "connector" | "hold" | undefined;
}

const keptRemedies: Readonly<Record<Keeping["by"], Remedy>> = {
  question: { text: remedies.decideHold, leadsTo: "hold" },
  decision: { text: remedies.decided, leadsTo: "hold" },
};

/** What would change the answer; nothing for somebody who is here and shall be. */
export const remediesFor = (found: Found, recorded: Recorded | undefined): Remedy[] => {
  const isAsThere = found.inScope && recorded?.entry.state === found.state;
  const kept: Remedy[] = recorded?.keptBy !== undefined && !isAsThere ? [keptRemedies[recorded.keptBy]] : [];
  if (!found.inScope) return [...kept, ...scopeRemedies(found.because)];
  if (kept.length > 0) return kept;
  if (!isAsThere) return [{ text: remedies.nextRun, leadsTo: "connector" }];
  return found.state === "disabled" ? [{ text: remedies.enable, leadsTo: undefined }] : [];
};

/** Where the kind is none of ours, no setting helps, whatever else there is. */
const scopeRemedies = (because: Found["because"]): Remedy[] =>
  because.some(({ code }) => code === "otherKind") ? [{ text: remedies.otherKind, leadsTo: undefined }] : because.flatMap(remedyOf);

const remedyOf = (reason: Found["because"][number]): Remedy[] => {
  switch (reason.code) {
    case "outsideBases":
    case "filter":
    case "emailDomains":
      return [{ text: remedies[reason.code], leadsTo: "scope" }];
    case "excluded":
      return [{ text: remedies.excluded(reason.container), leadsTo: "scope" }];
    default:
      return [];
  }
};
