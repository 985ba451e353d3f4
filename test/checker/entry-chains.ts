import { type Attributes, type AttributeValue, canonicalImage, canonicalValue, type EntryChangedData, HEADERS } from "@dirstream/contracts";
import { emptyDirectory, type FoldedEntry, foldInto } from "./fold.ts";
import { sha256Hex } from "./merkle-tree.ts";
import { isA, type LogEvent, type LogEventOf, type Violation } from "./stored-message.ts";

type EntryMessage = LogEventOf<"EntryChanged">;
type Say = (what: string) => void;

/**
 * L6: each entry's history is a chain, every link of it is a change, and each event tells the change truly:
 * `previous`, the fingerprint, the headers, `changes` and `changed` agree with the image before and the image after.
 */
export const checkEntryChains = (log: readonly LogEvent[]): Violation[] => {
  const directory = emptyDirectory();
  const violations: Violation[] = [];
  for (const it of log) {
    if (isA(it, "EntryChanged")) {
      const before = directory.entries.get(it.subject);
      const say: Say = (what) => violations.push({ invariant: "L6", sequence: it.sequence, what: `${it.subject}: ${what}` });
      checkLink(it, before, say);
      checkImage(it, before, say);
      checkChanges(it.event.data, before?.data, say);
      checkChanged(it.event.data, before?.data, say);
    }
    foldInto(directory, it);
  }
  return violations;
};

const checkLink = ({ event }: EntryMessage, before: FoldedEntry | undefined, say: Say): void => {
  const { previous } = event.data;
  if (before === undefined) {
    if (previous !== null) say(`previous names ${previous.sequence}, and there is no event before`);
  } else if (previous === null) say(`previous is null, and ${before.sequence} is before it`);
  else if (previous.sequence !== before.sequence) say(`previous names ${previous.sequence}; the event before is ${before.sequence}`);
  else if (previous.fingerprint !== before.fingerprint) say("previous has another fingerprint than the event before");
};

const checkImage = ({ event, headers }: EntryMessage, before: FoldedEntry | undefined, say: Say): void => {
  const { data } = event;
  const { [HEADERS.fingerprint]: fingerprint, [HEADERS.state]: state, [HEADERS.mapping]: mapping } = headers;
  if (mapping === undefined) say("it has no Mapping header");
  if (state !== data.state) say(`the State header says ${state}, the event ${data.state}`);
  if (fingerprint !== sha256Hex(canonicalImage(data, mapping))) say("the Fingerprint header is not that of the image");
  if (fingerprint !== undefined && fingerprint === before?.fingerprint) say("nothing differs from the event before");
  const keepsNoImage = Object.keys(data.attributes).length === 0 && Object.keys(data.profile).length === 0;
  if (data.state === "removed" && !keepsNoImage) say("a removed entry keeps an image");
  if ((data.evidence !== undefined) !== data.changes.includes("removed")) say("evidence belongs to a removal, and only to it");
};

/** Which words must, and which may, stand in `changes`, from the images alone. */
const checkChanges = (data: EntryChangedData, before: EntryChangedData | undefined, say: Say): void => {
  const { changes } = data;
  if ([...new Set(changes)].sort().join() !== changes.join()) say(`changes are not sorted and each once: ${changes.join(", ")}`);
  const wasHere = before !== undefined && before.state !== "removed";
  const isHere = data.state !== "removed";
  const isNew = before === undefined || before.evidence === "reclassified";
  const must: Record<string, boolean> = {
    created: !wasHere && isHere && isNew,
    restored: !wasHere && isHere && !isNew,
    removed: wasHere && !isHere,
    moved: wasHere && isHere && before.dn !== data.dn,
    enabled: wasHere && isHere && before.state === "disabled" && data.state === "active",
  };
  for (const [change, expected] of Object.entries(must)) {
    if (expected !== (changes as string[]).includes(change))
      say(expected ? `changes lack ${change}` : `changes say ${change}, which did not happen`);
  }
  const disables = wasHere && isHere && before.state === "active" && data.state === "disabled";
  if (disables && !changes.includes("disabled")) say("changes lack disabled");
  if (changes.includes("disabled") && !disables && (wasHere || data.state !== "disabled"))
    say("changes say disabled, which did not happen");
  if (!wasHere && !isHere) say("it is removed again");
  if (changes.includes("updated")) {
    const isUpdated = wasHere && isHere && (data.cause === "configuration" || hasOtherContent(before, data));
    if (!isUpdated) say("changes say updated, which did not happen");
  }
};

const hasOtherContent = (before: EntryChangedData, after: EntryChangedData): boolean =>
  differing(before.attributes, after.attributes).size > 0 || JSON.stringify(before.members) !== JSON.stringify(after.members);

/** `changed` lists what differs between the two images, and nothing else; it is empty where one of them is missing. */
const checkChanged = (data: EntryChangedData, before: EntryChangedData | undefined, say: Say): void => {
  const listed = new Map(Object.entries(data.changed).map(([name, delta]) => [name.toLowerCase(), delta]));
  if (before === undefined || before.state === "removed" || data.state === "removed") {
    for (const [name, delta] of listed) if (delta.before !== null) say(`changed has a before of ${name}, and there was none`);
    if (data.state === "removed" && listed.size > 0) say("changed of a removed entry is not empty");
    return;
  }
  const differences = differing(before.attributes, data.attributes);
  if (before.dn !== data.dn) differences.set("dn", { before: [before.dn], after: [data.dn] });
  for (const [name, expected] of differences) {
    const delta = listed.get(name);
    if (delta === undefined) say(`changed lacks ${name}`);
    else if (textOf(delta.before) !== textOf(expected.before)) say(`changed has another before of ${name} than the event before`);
    else if (textOf(delta.after) !== textOf(expected.after)) say(`changed has another after of ${name} than the event itself`);
  }
  for (const name of listed.keys()) if (!differences.has(name)) say(`changed lists ${name}, which did not change`);
};

type Values = readonly AttributeValue[] | null;

const differing = (before: Attributes, after: Attributes): Map<string, { before: Values; after: Values }> => {
  const [one, other] = [byLowerName(before), byLowerName(after)];
  const differences = new Map<string, { before: Values; after: Values }>();
  for (const name of new Set([...one.keys(), ...other.keys()])) {
    const delta = { before: one.get(name) ?? null, after: other.get(name) ?? null };
    if (textOf(delta.before) !== textOf(delta.after)) differences.set(name, delta);
  }
  return differences;
};

const byLowerName = (attributes: Attributes): Map<string, AttributeValue[]> =>
  new Map(
    Object.entries(attributes)
      .filter(([, values]) => values.length > 0)
      .map(([name, values]) => [name.toLowerCase(), values]),
  );

/** Values have no order (RFC 4512 section 2.2). */
const textOf = (values: Values): string => JSON.stringify(values?.map(canonicalValue).sort() ?? null);
