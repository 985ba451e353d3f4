import type { Profile } from "@dirstream/contracts";

/** Never asked of Postgres: its `->>` refuses the whole of a JSON text in which there is a NUL, whatever is looked for. */
export const nameIn = (profile: Profile | null | undefined): string | null => profile?.displayName ?? profile?.userName ?? null;

export const emailIn = (profile: Profile | null | undefined): string | null => {
  const emails = profile?.emails;
  return (emails?.find(({ primary }) => primary === true) ?? emails?.[0])?.value ?? null;
};
