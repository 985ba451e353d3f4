import { type HttpApp, type Log, Problem } from "@dirstream/service";
import * as z from "zod";
import { type Issuer, isAway, isDeclined } from "./issuer.ts";
import type { SessionKeeper } from "./keep-session.ts";
import { ownPath } from "./return-to.ts";
import type { SealedCookie } from "./sealed-cookie.ts";

/** What the browser keeps for us while somebody is at the issuer. */
export const Departed = z.object({ state: z.string(), nonce: z.string(), codeVerifier: z.string(), returnTo: z.string() });
type Departed = z.output<typeof Departed>;

export interface SignInOptions {
  readonly publicOrigin: string;
  readonly issuer: Issuer;
  readonly sessions: SessionKeeper;
  readonly departed: SealedCookie<Departed>;
  readonly log: Log;
}

const SIGN_IN_WITHIN_MS = 15 * 60 * 1000;

/** What the page that asks people to sign in says about an attempt that failed. */
type Failure = "signInExpired" | "signInDeclined" | "signInRefused" | "sessionTooLarge" | "issuerAway";

/** To the issuer and back. People are looking at this, so whatever goes wrong leads to a page, not to a problem. */
export const addSignIn = (app: HttpApp, { issuer, sessions, departed, log }: SignInOptions): void => {
  app.get("/session/start", async ({ query }, reply) => {
    const returnTo = ownPath((query as Record<string, unknown>).returnTo);
    try {
      const { url, departure } = await issuer.depart();
      const cookies = await departed.seal({ ...departure, returnTo }, new Date(Date.now() + SIGN_IN_WITHIN_MS));
      return reply.header("set-cookie", cookies).redirect(url.href, 303);
    } catch (error) {
      log.warn({ err: error }, "the issuer cannot be reached");
      return reply.redirect(failed("issuerAway", returnTo), 303);
    }
  });

  app.get("/session/callback", async (request, reply) => {
    const [, query = ""] = request.url.split("?");
    const departure = await departed.open(request.headers.cookie);
    reply.header("set-cookie", departed.clear());
    if (departure === undefined) return reply.redirect(failed("signInExpired", "/"), 303);
    const { returnTo } = departure;
    try {
      const cookies = await sessions.begin("oidc", await issuer.arrive(query, departure));
      return reply.header("set-cookie", cookies).redirect(returnTo, 303);
    } catch (error) {
      const failure = failureOf(error);
      log.warn({ err: error, failure }, "somebody could not be signed in");
      return reply.redirect(failed(failure, returnTo), 303);
    }
  });
};

const failed = (error: Failure, returnTo: string): string => `/sign-in?${new URLSearchParams({ error, to: returnTo })}`;

const failureOf = (error: unknown): Failure => {
  if (isDeclined(error)) return "signInDeclined";
  if (isAway(error)) return "issuerAway";
  if (!(error instanceof Problem)) return "signInRefused";
  if (error.code === "sessionTooLarge") return "sessionTooLarge";
  return error.status === 503 ? "issuerAway" : "signInRefused"; // 503: its keys cannot be fetched
};
