import type { Auth } from "@dirstream/service";
import { decodeJwt } from "jose";
import * as z from "zod";

/** Who is signed in, as the browser keeps it for us: nothing of it is kept here. */
export const Session = z.object({
  way: z.enum(["oidc", "link"]),
  /** What the services are shown. */
  token: z.string(),
  tokenEndsAt: z.number(),
  refreshToken: z.string().optional(),
  /** Says at the issuer's sign-out who it is. */
  idToken: z.string().optional(),
  subject: z.string(),
  name: z.string(),
  role: z.enum(["viewer", "operator", "admin"]),
  accounts: z.array(z.string()),
  /** However often the token is renewed; milliseconds, as above. */
  endsAt: z.number(),
});
export type Session = z.output<typeof Session>;

/** What a token says, checked as the services check it: a session that they would refuse does not begin. */
export const readToken = async (
  auth: Auth,
  token: string,
): Promise<Pick<Session, "token" | "tokenEndsAt" | "subject" | "name" | "role" | "accounts">> => {
  const { subject, role, accounts } = await auth.authenticate(token);
  const { exp = 0, name } = decodeJwt(token);
  const spoken = typeof name === "string" && name !== "" ? name : subject;
  return { token, tokenEndsAt: exp * 1000, subject, name: spoken, role, accounts: [...accounts] };
};

/** Until when a session lasts: its longest time, and no longer than a token that cannot be renewed. */
export const endOf = ({ endsAt, tokenEndsAt, refreshToken }: Pick<Session, "endsAt" | "tokenEndsAt" | "refreshToken">): number =>
  refreshToken === undefined ? Math.min(endsAt, tokenEndsAt) : endsAt;
