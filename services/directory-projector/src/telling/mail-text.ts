import type { AttentionKind } from "@dirstream/contracts";
import type { Occurrence } from "./difference.ts";
import { visibleLine } from "./visible-line.ts";
import { nameOf, type Place, pageOf } from "./webhook-body.ts";

export interface MailText {
  readonly subject: string;
  readonly text: string;
}

const WORDS: Readonly<Record<AttentionKind, string>> = {
  halted: "halted",
  failed: "failed",
  held: "held",
  stale: "has missed its runs",
};
const MOST_IN_SUBJECT = 120;
/** Whoever has more of them than this reads the list in the console. */
const MOST_LISTED = 200;

/** One mail for everything that there is to tell: when a whole site is away, nobody gets five hundred. */
export const mailOf = (place: Place, occurrences: readonly Occurrence[]): MailText => {
  const raised = occurrences.filter(({ type }) => type !== "attention.resolved");
  const resolved = occurrences.filter(({ type }) => type === "attention.resolved");
  const listed = [...raised.map((it) => raisedLines(place, it)), ...resolved.map((it) => resolvedLines(place, it))];
  const more = listed.length - MOST_LISTED;
  const parts = [
    ...listed.slice(0, MOST_LISTED),
    ...(more > 0 ? [`And ${more.toLocaleString("en")} more: ${place.consoleUrl}/${place.account}/connectors`] : []),
    footOf(place),
  ];
  return { subject: `[dirstream] ${subjectOf(place, raised, resolved)}`, text: `${parts.join("\n\n")}\n` };
};

const subjectOf = ({ account }: Place, raised: readonly Occurrence[], resolved: readonly Occurrence[]): string => {
  const [first] = raised;
  const [well] = resolved;
  if (raised.length === 1 && resolved.length === 0 && first !== undefined) {
    return `${nameOf(first)}: ${WORDS[first.kind]} – ${visibleLine(first.sentence, MOST_IN_SUBJECT)}`;
  }
  if (raised.length === 0 && resolved.length === 1 && well !== undefined) return `${nameOf(well)}: needs nobody any more`;
  const needy = raised.length === 0 ? [] : [`${counted(raised.length)} ${raised.length === 1 ? "needs" : "need"} you`];
  const others = resolved.length === 0 ? [] : [`${counted(resolved.length)} ${resolved.length === 1 ? "needs" : "need"} nobody any more`];
  return `${account}: ${[...needy, ...others].join(", ")}`;
};

const counted = (count: number): string => `${count.toLocaleString("en")} ${count === 1 ? "connector" : "connectors"}`;

const raisedLines = (place: Place, it: Occurrence): string =>
  [`${nameOf(it)}: ${WORDS[it.kind]}${sinceOf(it)}`, `  ${visibleLine(it.sentence)}`, `  ${pageOf(place, it)}`].join("\n");

const resolvedLines = (place: Place, it: Occurrence): string =>
  [`${nameOf(it)}: needs nobody any more (was: ${WORDS[it.kind]}${sinceOf(it)})`, `  ${pageOf(place, it)}`].join("\n");

/** Whoever reads it may be anywhere: the zone is named. */
const sinceOf = ({ since }: Occurrence): string => {
  const atMs = since === null ? Number.NaN : Date.parse(since);
  return Number.isNaN(atMs) ? "" : ` since ${new Date(atMs).toISOString().slice(0, 16).replace("T", " ")} UTC`;
};

const footOf = ({ account, consoleUrl }: Place): string =>
  `-- \nAccount ${account}. An administrator has entered your address: ${consoleUrl}/${account}/settings`;

export const testMailOf = (place: Place): MailText => ({
  subject: `[dirstream] ${place.account}: this is a test`,
  text: `This is a test. When a connector of this account needs somebody, you are told here.\n\n${footOf(place)}\n`,
});
