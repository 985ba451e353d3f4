import type { Reference } from "@dirstream/contracts";
import type { Directory } from "../directory/directory.ts";
import { fingerprintOf } from "../run/image.ts";
import type { Observed } from "./entry-image.ts";
import { entriesById } from "./in-scope.ts";
import type { KnownEntries } from "./known-entries.ts";
import type { References } from "./references.ts";

interface Reading {
  readonly directory: Directory;
  readonly known: Pick<KnownEntries, "isRecorded" | "lastOf">;
  /** As the log has them. */
  readonly membersBefore: (groupId: string) => Promise<readonly Reference[]>;
}

/**
 * Learns by which names members go now that seem to have left their groups; false when there is nothing to learn. People are renamed while
 * names are learnt and groups are read, and a server with referential integrity renames them in their groups at once: then a group has a name
 * that nobody bore before, and lacks whom it had. Such a member has not left. Who is out of scope and was never recorded stays a name: nothing
 * in the log would bear that id.
 */
export const learnRenamed = async (
  { directory, known, membersBefore }: Reading,
  references: References,
  observed: readonly Observed[],
): Promise<boolean> => {
  const changed = observed.filter(
    ({ entryId, image, hasNameOnly }) => hasNameOnly && image.kind === "group" && !known.isRecorded("group", entryId, fingerprintOf(image)),
  );
  const missing = new Set<string>();
  for (const { entryId: groupId, members } of changed) {
    const here = new Set(members.map(({ entryId }) => entryId));
    for (const { entryId, dn = "" } of await membersBefore(groupId)) {
      const id = entryId ?? references.resolve({ dn }).entryId; // it may be known by now whose name it was
      if (id !== undefined && !here.has(id)) missing.add(id);
    }
  }
  const alive = await entriesById(directory, [...missing], "any");
  const renamed = [...alive].filter(([entryId]) => references.knows(entryId) || known.lastOf(entryId) !== undefined);
  for (const [entryId, { dn }] of renamed) references.learn(dn, entryId);
  return renamed.length > 0;
};
