import { type HttpApp, invalidRequest } from "@dirstream/service";
import * as z from "zod";
import manifest from "../../package.json" with { type: "json" };
import type { Issuer } from "./issuer.ts";
import { refuseOtherPages } from "./own-page.ts";
import { endOf, type Session } from "./session.ts";
import { addSignIn, type SignInOptions } from "./sign-in.ts";

export interface SessionOptions extends Omit<SignInOptions, "issuer"> {
  readonly issuer: Issuer | undefined;
  /** Whether a link with a token signs in. */
  readonly link: boolean;
  /** Where connections to directories come from. */
  readonly egressRanges: readonly string[];
}

/** Who is signed in, the ways in, and the way out. */
export const addSessionRoutes = (app: HttpApp, options: SessionOptions): void => {
  const { issuer, link, sessions, publicOrigin } = options;
  const told = {
    ways: [...(issuer === undefined ? [] : ["oidc"]), ...(link ? ["link"] : [])],
    deployment: { egressRanges: options.egressRanges, publicUrl: publicOrigin },
    version: manifest.version,
  };

  app.get("/session", async ({ headers }, reply) => {
    const found = await sessions.of(headers.cookie);
    if (found !== undefined && found.setCookies.length > 0) reply.header("set-cookie", [...found.setCookies]);
    return { ...whoIs(found?.session), ...told };
  });

  app.post("/session/end", async ({ headers }, reply) => {
    refuseOtherPages(headers, publicOrigin);
    const session = await sessions.held(headers.cookie);
    reply.header("set-cookie", sessions.clear());
    return { redirectTo: (session?.way === "oidc" ? await leave(options, session) : undefined) ?? "/" };
  });

  if (issuer !== undefined) addSignIn(app, { ...options, issuer });
  if (link) addLink(app, options);
};

const whoIs = (session: Session | undefined) =>
  session === undefined
    ? { signedIn: false, subject: null, name: null, accounts: [], expiresAt: null }
    : {
        signedIn: true,
        subject: session.subject,
        name: session.name,
        accounts: session.accounts.map((id) => ({ id, role: session.role })),
        expiresAt: new Date(endOf(session)).toISOString(),
      };

/** An issuer that is away keeps nobody from signing out here. */
const leave = async ({ issuer, log }: SessionOptions, session: Session): Promise<string | undefined> => {
  try {
    return (await issuer?.leave(session))?.href;
  } catch (error) {
    log.warn({ err: error }, "a session was not ended at the issuer");
    return undefined;
  }
};

const LinkBody = z.object({ token: z.string().min(1).max(16_000) });

/**
 * Signs in with the token of a link, `/session/link#<token>`. What stands behind # is sent to no server, so the token reaches no log
 * and no Referer; the page at that address takes it out of the address and posts it here.
 */
const addLink = (app: HttpApp, { sessions, publicOrigin }: Pick<SessionOptions, "sessions" | "publicOrigin">): void => {
  app.post("/session/link", async ({ headers, body }, reply) => {
    refuseOtherPages(headers, publicOrigin);
    const parsed = LinkBody.safeParse(body);
    if (!parsed.success) throw invalidRequest([{ pointer: "/token", detail: "must be the token of the link" }]);
    return reply
      .header("set-cookie", await sessions.begin("link", parsed.data))
      .code(204)
      .send();
  });
};
