import type { EntryKind, ReadSample } from "@dirstream/contracts";
import type { Directory } from "../directory/directory.ts";
import type { Entry } from "../directory/entry.ts";
import { openImages } from "../read/entry-image.ts";
import { filterOf, kindsOf } from "../read/in-scope.ts";
import type { Finding } from "./stages.ts";

/** Larger directories are not counted to the end: a person waits. */
const COUNT_MS = 6_000;
const SAMPLE_SIZE = 5;

/** Counts what would be synchronised, and shows some of it as it would look. */
export const readRights = async (directory: Directory, baseDn: string, countMs = COUNT_MS): Promise<Finding> => {
  const endMs = performance.now() + countMs;
  const found: ReadSample[] = [];
  // People last: they are the most, so it is they who are not counted to the end.
  for (const kind of [...kindsOf(directory)].reverse()) found.unshift(await sampleOf(directory, kind, endMs));
  return judgeSamples(found, directory.references, `${directory.host} shows no people under "${baseDn}" to the query account`);
};

/** By ids first and the sample afterwards: a paged reading that is left half-way may disturb the next on some servers. */
const sampleOf = async (directory: Directory, kind: EntryKind, endMs: number): Promise<ReadSample> => {
  if (performance.now() >= endMs) return { kind, count: 0, more: true, sample: [] };
  const filter = filterOf(directory, kind);
  const first: string[] = [];
  let count = 0;
  let more = false;
  for await (const page of directory.read(filter, [])) {
    first.push(...page.slice(0, SAMPLE_SIZE - first.length).map(({ id }) => id));
    count += page.length;
    more = performance.now() >= endMs;
    if (more) break;
  }
  const { recorded, stateAttributes } = directory.vendor;
  const attributes = [...new Set([...recorded[kind].keys(), ...stateAttributes])];
  const entries: Entry[] = [];
  for await (const page of directory.readByIds(first, filter, attributes)) entries.push(...page);
  return { kind, count, more, sample: looksOf(directory, kind, entries) };
};

const looksOf = ({ vendor }: Directory, kind: EntryKind, entries: readonly Entry[]): ReadSample["sample"] => {
  const references = { resolve: ({ dn }: { dn: string }) => ({ dn }), resolveUid: (uid: string) => ({ dn: uid }) };
  const imageOf = openImages({ vendor, references, unlisted: () => [], nowMs: Date.now() });
  return entries.map((entry) => {
    const { image, details } = imageOf(entry, kind);
    const { displayName, userName, emails = [] } = details().profile;
    const mail = emails.find(({ primary }) => primary)?.value ?? null;
    return { name: displayName ?? userName ?? entry.dn, mail, state: image.state === "disabled" ? "disabled" : "active", dn: entry.dn };
  });
};

export const judgeSamples = (found: ReadSample[], references: readonly string[], nobody: string): Finding => {
  const message = `Would be synchronised: ${found.map(inWords).join(", ")}.`;
  if (found.every(({ count, more }) => count === 0 && !more)) {
    return {
      outcome: "failed",
      code: "nobodyFound",
      message: `${nobody}.`,
      advice: "Give the account the right to read there, or correct the domain root DN.",
      found,
    };
  }
  if (found.some(({ kind, count, more }) => kind === "user" && count === 0 && !more)) {
    const advice = "See whether the account may read them, and whether the domain root DN is above them.";
    return { outcome: "warning", code: "noPeople", message: `${message} There are no people.`, advice, found };
  }
  if (references.length > 0) {
    const advice = "Make a connector of its own for the server that holds that part.";
    const elsewhere = `${message} A part is held by another server (${references[0]}) and is not read.`;
    return { outcome: "warning", code: "referencesNotFollowed", message: elsewhere, advice, found };
  }
  return { outcome: "passed", message, found };
};

const NAMES: Readonly<Record<EntryKind, readonly [one: string, several: string]>> = {
  user: ["person", "people"],
  group: ["group", "groups"],
  contact: ["contact", "contacts"],
};

const inWords = ({ kind, count, more }: ReadSample): string => {
  const [one, several] = NAMES[kind];
  if (more && count === 0) return `${several} (not counted)`;
  return `${more ? "more than " : ""}${count.toLocaleString("en")} ${count === 1 && !more ? one : several}`;
};
