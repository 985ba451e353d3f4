import { createHash } from "node:crypto";
import { type Auth, type Log, Problem, unavailable } from "@dirstream/service";
import { type Issuer, isAway, type Tokens } from "./issuer.ts";
import { type SealedCookie, TooLarge } from "./sealed-cookie.ts";
import { endOf, readToken, type Session } from "./session.ts";

export interface SessionKeeper {
  /** The session that a request brings, with a token that is still good; its cookie is renewed when the token was. */
  readonly of: (
    cookieHeader: string | undefined,
  ) => Promise<{ readonly session: Session; readonly setCookies: readonly string[] } | undefined>;
  /** The same as it is: whoever leaves needs no new token. */
  readonly held: (cookieHeader: string | undefined) => Promise<Session | undefined>;
  /** The cookies of a session that begins with these tokens. */
  readonly begin: (way: Session["way"], tokens: Tokens) => Promise<string[]>;
  readonly isIn: (cookieHeader: string | undefined) => boolean;
  readonly clear: () => string[];
}

export interface KeeperOptions {
  readonly cookie: SealedCookie<Session>;
  readonly auth: Auth;
  readonly issuer: Issuer | undefined;
  readonly longestMs: number;
  readonly log: Log;
}

/** So long before its end a token is renewed. */
const RENEW_BEFORE_MS = 60_000;
/** So long a renewal is remembered: requests that were on their way bring the cookie of before. */
const REMEMBERED_MS = 30_000;

export const keepSessions = ({ cookie, auth, issuer, longestMs, log }: KeeperOptions): SessionKeeper => {
  const renewals = new Map<string, Promise<Session>>();

  const renew = async (issuer: Issuer, session: Session, refreshToken: string): Promise<Session> => {
    const tokens = await issuer.refresh(refreshToken);
    const told = await readToken(auth, tokens.token);
    if (told.subject !== session.subject) throw new Error("The issuer has renewed a token to somebody else's.");
    const { refreshToken: next = refreshToken, idToken = session.idToken } = tokens;
    return { ...session, ...told, name: session.name, refreshToken: next, ...(idToken === undefined ? {} : { idToken }) };
  };

  /**
   * One renewal for all requests that need it: an issuer that gives a new refresh token each time takes a second use of the old one
   * for a theft, and ends the session (RFC 9700 section 4.14.2).
   */
  const renewOnce = (issuer: Issuer, session: Session, refreshToken: string): Promise<Session> => {
    const key = createHash("sha256").update(refreshToken).digest("base64");
    const running = renewals.get(key);
    if (running !== undefined) return running;
    const renewal = renew(issuer, session, refreshToken);
    renewals.set(key, renewal);
    const forget = () => void renewals.delete(key);
    renewal.then(() => setTimeout(forget, REMEMBERED_MS).unref(), forget);
    return renewal;
  };

  const sealed = (session: Session): Promise<string[]> => cookie.seal(session, new Date(endOf(session)));

  return {
    of: async (header) => {
      const session = await cookie.open(header);
      const now = Date.now();
      if (session === undefined || endOf(session) <= now) return undefined;
      const { tokenEndsAt, refreshToken } = session;
      if (issuer === undefined || refreshToken === undefined || tokenEndsAt - RENEW_BEFORE_MS > now) return { session, setCookies: [] };
      try {
        const renewed = await renewOnce(issuer, session, refreshToken);
        return { session: renewed, setCookies: await sealed(renewed) };
      } catch (error) {
        log.warn({ err: error, way: session.way }, "a session could not be renewed");
        if (tokenEndsAt > now) return { session, setCookies: [] };
        if (isAway(error)) throw unavailable("Your session must be renewed, and the issuer cannot be reached now. Try again shortly.");
        if (error instanceof Problem && error.status === 503) throw error;
        return undefined;
      }
    },
    held: cookie.open,
    begin: async (way, { token, refreshToken, idToken, name }) => {
      const told = await readToken(auth, token);
      const session: Session = {
        ...{ ...told, way, name: name ?? told.name, endsAt: Date.now() + longestMs },
        ...(refreshToken === undefined ? {} : { refreshToken }),
        ...(idToken === undefined ? {} : { idToken }),
      };
      try {
        return await sealed(session);
      } catch (error) {
        if (!(error instanceof TooLarge)) throw error;
        const advice = "Ask whoever keeps the issuer to put less into it: groups, for example.";
        throw new Problem(413, "sessionTooLarge", `What signs you in does not fit into a session: ${error.message}. ${advice}`);
      }
    },
    isIn: cookie.isIn,
    clear: cookie.clear,
  };
};

export const sessionExpired = (): Problem =>
  new Problem(401, "sessionExpired", "You are not signed in, or your session has ended. Sign in again; nothing was done.");
