import type { EntryKind, Evidence } from "@dirstream/contracts";
import type { Directory } from "../directory/directory.ts";
import type { Entry } from "../directory/entry.ts";
import { entriesById, kindsOf } from "./in-scope.ts";
import type { Known } from "./known-entries.ts";

/** What became of an entry that a complete read did not meet. */
export type Fate =
  | { readonly known: Known; readonly is: "gone"; readonly evidence: Evidence; readonly dn: string | undefined }
  /** It is in scope after all: it was moved or created anew between two pages. */
  | { readonly known: Known; readonly is: "there"; readonly kind: EntryKind; readonly entry: Entry };

const IDS_AT_ONCE = 100;

/**
 * An entry that was not met is looked for by its id before anybody believes that it is gone:
 * while pages are read, an entry can move from a later page to an earlier one.
 */
export async function* settleMissing(directory: Directory, missing: readonly Known[]): AsyncGenerator<Fate[]> {
  for (let at = 0; at < missing.length; at += IDS_AT_ONCE) {
    const asked = missing.slice(at, at + IDS_AT_ONCE);
    const alive = await entriesById(
      directory,
      asked.map(({ entryId }) => entryId),
      "any",
    );
    const inScope = new Map<string, { kind: EntryKind; entry: Entry }>();
    for (const kind of alive.size === 0 ? [] : kindsOf(directory)) {
      for (const [id, entry] of await entriesById(directory, [...alive.keys()], kind)) inScope.set(id, { kind, entry });
    }
    yield asked.map((known): Fate => {
      const met = inScope.get(known.entryId);
      if (met !== undefined) return { known, is: "there", ...met };
      const elsewhere = alive.get(known.entryId);
      return elsewhere === undefined
        ? { known, is: "gone", evidence: "absentFromCompleteRead", dn: undefined }
        : { known, is: "gone", evidence: "movedOutOfScope", dn: elsewhere.dn };
    });
  }
}
