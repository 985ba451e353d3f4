import type { Reference } from "@dirstream/contracts";
import type { Directory } from "../directory/directory.ts";
import { decodeText } from "../directory/values.ts";
import type { Name } from "../directory/vendors/vendor.ts";

/** Members whom their group does not list: Active Directory leaves those out whose primary group it is. */
export interface Unlisted {
  readonly of: (key: string) => Reference[];
  /** Asks once more. Who was found before is kept: he may stand among the listed members by now, or not yet. */
  readonly refresh: () => Promise<void>;
}

export const openUnlisted = async (directory: Directory, resolve: (name: Name) => Reference): Promise<Unlisted> => {
  const names = new Map<string, Map<string, Name>>();
  const { unlistedMembers } = directory.vendor;
  const refresh = async (): Promise<void> => {
    if (unlistedMembers === undefined) return;
    const { filter, attribute } = unlistedMembers;
    const lower = attribute.toLowerCase();
    for await (const page of directory.read(filter, [attribute], { everywhere: true })) {
      for (const { dn, id, attributes } of page) {
        const value = attributes.find(({ type }) => type.toLowerCase() === lower)?.values[0];
        const key = value === undefined ? undefined : decodeText(value);
        if (key === undefined) continue;
        const ofKey = names.get(key) ?? new Map<string, Name>();
        names.set(key, ofKey.set(id, { dn, entryId: id }));
      }
    }
  };
  await refresh();
  return { refresh, of: (key) => [...(names.get(key)?.values() ?? [])].map(resolve) };
};
