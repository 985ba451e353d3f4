import { useParams } from "@tanstack/react-router";
import { type Role, roleIn, useSession } from "./session.ts";

/** The account that the page is about, by its address, and what its reader may do there. */
export const useAccount = (): { readonly account: string; readonly role: Role } => {
  const { account = "" } = useParams({ strict: false });
  // The layout of an account has already answered those who have no role in it.
  return { account, role: roleIn(useSession(), account) ?? "viewer" };
};
