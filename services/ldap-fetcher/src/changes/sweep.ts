import { and, equal } from "@dirstream/ldap";
import type { Directory } from "../directory/directory.ts";
import type { Entry } from "../directory/entry.ts";
import { areMembersNamedByUid, wholeScope } from "../read/in-scope.ts";
import type { Known, KnownEntries } from "../read/known-entries.ts";
import { dnMark } from "../run/writer.ts";
import { isUnsettled, openMarkTimes } from "./mark-times.ts";
import type { EntryName } from "./referrers.ts";

/** What one sweep of every entry's name and change mark tells. */
export interface Swept {
  readonly known: KnownEntries;
  /** New, changed or renamed: to be read again. */
  readonly differing: Set<string>;
  readonly renamed: readonly Renamed[];
  /** Alive in the log, not met. */
  readonly missing: readonly Known[];
  /** Of change marks that are times, the latest. */
  readonly latest: string | undefined;
}

/** Names that stand for another entry than before, or for none: that which an entry bears now, and that which the log knows it by. */
export interface Renamed {
  readonly now?: EntryName;
  readonly known: Known | undefined;
}

/**
 * Compares each entry with the change mark and the name that its last event was recorded with. No clock and no "greater than" in it: an entry
 * that a replica receives late has a mark that is older than many others'. Below a renamed parent no mark changes, but every name does.
 * Where marks are times (`since`: the latest before the last read), whoever may have changed twice under one is to be read again as well.
 * The directory begins to answer while the log still tells what is known.
 */
export const sweep = async (
  directory: Directory,
  loading: Promise<KnownEntries>,
  { signal, since }: { readonly signal: AbortSignal; readonly since: string | undefined },
): Promise<Swept> => {
  loading.catch(() => undefined); // it is awaited later, and throws there
  const times = openMarkTimes(Date.now());
  const differing = new Set<string>();
  const renamed: Renamed[] = [];
  const isByUid = await areMembersNamedByUid(directory);
  for await (const page of directory.readNames(wholeScope(directory), isByUid ? ["uid"] : [])) {
    signal.throwIfAborted();
    const known = await loading;
    for (const entry of page) {
      const { id, dn, marker } = entry;
      const met = known.meetMarked(id, marker, dnMark(dn));
      if (since !== undefined) times.note(marker);
      if (met === "same" && (since === undefined || !isUnsettled(marker, since))) continue;
      differing.add(id);
      if (met === "renamed") renamed.push({ now: { dn, uid: uidOf(entry) }, known: known.alive(id) });
    }
  }
  const known = await loading;
  return { known, differing, renamed, missing: known.missing(), latest: times.latest() };
};

const uidOf = ({ attributes }: Entry): string | undefined =>
  attributes.find(({ type }) => type.toLowerCase() === "uid")?.values[0]?.toString("utf8");

/** Groups whose members the server computes when it is asked (OpenLDAP's overlay dynlist): no mark of theirs tells when those change. */
export const dynamicGroups = async (directory: Directory): Promise<string[]> => {
  const ids: string[] = [];
  for await (const page of directory.read(and(wholeScope(directory), equal("objectClass", "groupOfURLs")), [])) {
    for (const { id } of page) ids.push(id);
  }
  return ids;
};
