import type { Names, RunChange } from "../../api/queries.ts";
import { values as text } from "../../text/en/people.ts";
import type { Change } from "../../ui/Diff.tsx";

export type Changed = RunChange["changed"];
export type Value = NonNullable<Changed[string]["before"]>[number];

/** Another entry goes by its name where that is known, bytes and large values by what tells them apart. */
export const textOf = (value: Value, names: Names = {}): string => {
  if (typeof value === "string") return value;
  const { dn, entryId, binary, sha256, bytes } = value;
  if (entryId !== undefined) {
    const known = names[entryId];
    return known?.name ?? known?.dn ?? dn ?? entryId;
  }
  if (dn !== undefined) return dn;
  if (sha256 !== undefined) return text.large(bytes ?? 0, sha256.slice(0, 12));
  return text.binary(binary ?? "");
};

/** For a table of before and after. Where the entry stands comes first, the rest by name. */
export const diffOf = (changed: Changed, names: Names = {}): Change[] =>
  Object.keys(changed)
    .toSorted((one, other) => Number(other === "dn") - Number(one === "dn") || (one < other ? -1 : 1))
    .map((name) => {
      const { before = null, after = null } = changed[name] ?? {};
      return {
        field: name === "dn" ? text.dn : name,
        before: before?.map((value) => textOf(value, names)) ?? [],
        after: after?.map((value) => textOf(value, names)) ?? [],
      };
    });

/** The entries that values speak of, by id. */
export const idsIn = (changed: Changed): string[] =>
  Object.values(changed)
    .flatMap(({ before, after }) => [...(before ?? []), ...(after ?? [])])
    .flatMap((value) => (typeof value === "string" || value.entryId === undefined ? [] : [value.entryId]));

/** As where a group refers to a member by its DN that it referred to by its id before, because the member is not here any more. */
export const isWithoutDifference = ({
  changes,
  changed,
  members,
}: Pick<RunChange, "changes" | "changed"> & { readonly members: unknown }): boolean =>
  changes.every((change) => change === "updated") && Object.keys(changed).length === 0 && members === null;
