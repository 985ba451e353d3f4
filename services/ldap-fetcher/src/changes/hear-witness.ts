import type { Cursor, Witness } from "@dirstream/contracts";
import type { BoundLists } from "../directory/directory.ts";
import type { NumberedChange } from "../directory/vendors/vendor.ts";

type Lists = Pick<BoundLists, "changesOf" | "hasChange">;

/**
 * Whether the server's history is another one than when the cursor was taken: a database that was put back under its old identity gives its
 * numbers a second time, and so may have come to the cursor's number or beyond it. Where the server says that nothing has changed, a look at the
 * few entries of the witness has to do: searching for numbers may take as long as there are entries.
 */
export const isHistoryAnother = async ({ witness }: Cursor, lists: Lists, isUnchanged: boolean): Promise<boolean> => {
  if (witness === undefined) return false;
  const said = hearWitness(witness, await lists.changesOf(witness.changes.map(({ entryId }) => entryId)));
  if (said.history === "another") return true;
  const upTo = BigInt(witness.upTo);
  return !isUnchanged && said.sameUpTo < upTo && lists.hasChange({ after: said.sameUpTo, upTo });
};

/** After `sameUpTo` nobody may bear a number up to the witness's last: who bore one has changed again since. */
export type Said = { readonly history: "same"; readonly sameUpTo: bigint } | { readonly history: "another" };

/**
 * Who still bears his number, of the same time, vouches for everything before it. Who bears one after the witness's last has changed again
 * and says nothing. Who bears any other, or is not there at all, tells of a history in which his change is not. A deleted entry that the account may
 * not see looks the same: then one full read settles it.
 */
export const hearWitness = ({ from, upTo, changes }: Witness, now: readonly NumberedChange[]): Said => {
  const shown = new Map(now.map((change) => [change.entryId, change]));
  for (const { entryId, number, at } of changes) {
    const change = shown.get(entryId);
    if (change?.number === number && change.at === at) return { history: "same", sameUpTo: BigInt(number) };
    if (change === undefined || BigInt(change.number) <= BigInt(upTo)) return { history: "another" };
  }
  return { history: "same", sameUpTo: BigInt(from) - 1n };
};
