import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { ask } from "../api/client.ts";
import { foundHere } from "./session-end.ts";

/** Each role may do what the ones before it may. */
export const ROLES = ["viewer", "operator", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** What the console's server knows of who is here. */
export interface Session {
  readonly signedIn: boolean;
  /** Tells apart who has the same name. */
  readonly subject: string | null;
  readonly name: string | null;
  /** An account id "*" stands for all. */
  readonly accounts: readonly { readonly id: string; readonly role: Role }[];
  readonly expiresAt: string | null;
  readonly ways: readonly ("oidc" | "link")[];
  readonly deployment: {
    /** Where connections to directories come from, for people's firewalls. */
    readonly egressRanges: readonly string[];
    readonly publicUrl: string;
  };
  readonly version: string;
}

const readSession = async (): Promise<Session> => {
  const session = (await (await ask(new Request(new URL("/session", location.origin)))).json()) as Session;
  const { signedIn, subject, name } = session;
  foundHere(signedIn && subject !== null ? { subject, name: name ?? subject } : undefined);
  return session;
};

export const sessionQuery = queryOptions({ queryKey: ["session"], queryFn: readSession, staleTime: 60_000 });

/** The router has read it before any page is shown. */
export const useSession = (): Session => useSuspenseQuery(sessionQuery).data;

export const roleIn = ({ accounts }: Pick<Session, "accounts">, account: string): Role | undefined =>
  (accounts.find(({ id }) => id === account) ?? accounts.find(({ id }) => id === "*"))?.role;

export const reaches = (own: Role | undefined, needed: Role): boolean => own !== undefined && ROLES.indexOf(own) >= ROLES.indexOf(needed);

/** Begins the session that a printed link stands for. */
export const signInByLink = async (token: string): Promise<void> => {
  const headers = { "content-type": "application/json" };
  await ask(new Request(new URL("/session/link", location.origin), { method: "POST", headers, body: JSON.stringify({ token }) }));
};

/** Answers with where to go next: perhaps the issuer has to be left as well. */
export const signOut = async (): Promise<string> => {
  const response = await ask(new Request(new URL("/session/end", location.origin), { method: "POST" }));
  return ((await response.json()) as { readonly redirectTo: string }).redirectTo;
};

/** Where the issuer's sign-in begins; it leads back to `to`. */
export const oidcAddress = (to: string): string => `/session/start?returnTo=${encodeURIComponent(to)}`;
