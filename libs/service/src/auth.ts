import { readFile } from "node:fs/promises";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { createLocalJWKSet, createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from "jose";
import * as z from "zod";
import type { AuthConfig } from "./config.ts";
import { noSuchAccount, Problem, unavailable } from "./problem.ts";

/** Each role may do what the ones before it may. */
export const ROLES = ["viewer", "operator", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** Who asks, as the token says. */
export interface Caller {
  readonly subject: string;
  readonly role: Role;
  /** Account ids; "*" stands for all. */
  readonly accounts: readonly string[];
}

export interface Auth {
  /** Throws a 401 problem when the token does not prove who asks. */
  readonly authenticate: (token: string) => Promise<Caller>;
}

declare module "fastify" {
  interface FastifyContextConfig {
    /** The least role that may call the route. */
    role?: Role;
    /** The route needs no token. */
    open?: boolean;
  }
  interface FastifyRequest {
    caller: Caller;
  }
}

/** Where the issuer's public keys are, and what a token must say to be meant for this service. */
export type AuthOptions = z.output<typeof AuthConfig>;

const Claims = z.looseObject({ sub: z.string().min(1).max(200), role: z.enum(ROLES), accounts: z.array(z.string()) });

// Signatures by a private key only: with a shared secret, whoever can check a token could make one.
const ALGORITHMS = ["EdDSA", "Ed25519", "ES256", "ES384", "ES512", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512"];
/** The issuer did not answer, or with something that is no key set: that is not the token's fault. */
const KEYS_AWAY = [errors.JOSEError.code, errors.JWKSTimeout.code, errors.JWKSInvalid.code];
const CLOCK_TOLERANCE_SECONDS = 30;

export const openAuth = async (options: AuthOptions): Promise<Auth> => {
  const keys = await openKeys(options);
  return {
    authenticate: async (token) => {
      const payload = await verify(token, keys, options);
      const claims = Claims.safeParse(payload);
      if (!claims.success) throw unauthorized("The token does not say who you are: sub, role or accounts is missing.", "invalid_token");
      return { subject: claims.data.sub, role: claims.data.role, accounts: claims.data.accounts };
    },
  };
};

const openKeys = async ({ JWKS_FILE: file, JWKS_URL: url }: AuthOptions): Promise<JWTVerifyGetKey> => {
  if (url !== undefined) return createRemoteJWKSet(new URL(url), { timeoutDuration: 3_000 });
  try {
    return createLocalJWKSet(JSON.parse(await readFile(file as string, "utf8")));
  } catch (cause) {
    throw new Error("JWKS_FILE: the file cannot be read as a JSON Web Key Set (RFC 7517).", { cause });
  }
};

const verify = async (
  token: string,
  keys: JWTVerifyGetKey,
  { JWT_ISSUER: issuer, JWT_AUDIENCE: audience }: AuthOptions,
): Promise<JWTPayload> => {
  try {
    const options = { issuer, audience, algorithms: ALGORITHMS, requiredClaims: ["exp", "sub"], clockTolerance: CLOCK_TOLERANCE_SECONDS };
    return (await jwtVerify(token, keys, options)).payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw unauthorized("The token has expired. Sign in again.", "invalid_token");
    if (!(error instanceof errors.JOSEError) || KEYS_AWAY.includes(error.code)) {
      throw unavailable("The keys that tokens are checked with cannot be fetched now. Try again shortly.");
    }
    throw unauthorized("The token is not valid for this service.", "invalid_token");
  }
};

/** RFC 6750 section 3: the header says which kind of token is wanted. */
const unauthorized = (detail: string, error?: string): Problem =>
  new Problem(401, "unauthorized", detail, {}, { "www-authenticate": error === undefined ? "Bearer" : `Bearer error="${error}"` });

/**
 * Lets a request through when its token's role reaches the route's and its account is one of the token's.
 * A route says its role or that it is open; one that forgets does not start.
 */
export const guardRoutes = (app: FastifyInstance, auth: Auth): void => {
  app.decorateRequest("caller", null as never);
  app.addHook("onRoute", ({ config, method, url }) => {
    if (config?.open !== true && config?.role === undefined) throw new Error(`${String(method)} ${url} says no role`);
  });
  app.addHook("onRequest", async (request) => {
    const { open, role } = request.routeOptions.config;
    if (open === true || role === undefined) return;
    request.caller = await auth.authenticate(bearerToken(request));
    const { account } = request.params as { account?: string };
    if (account !== undefined && !mayReach(request.caller, account)) throw noSuchAccount();
    if (ROLES.indexOf(request.caller.role) < ROLES.indexOf(role)) {
      throw new Problem(403, "forbidden", `This needs the role ${role}; your token says ${request.caller.role}.`);
    }
  });
};

/** Whether a caller may know of an account. */
export const mayReach = ({ accounts }: Caller, account: string): boolean => accounts.includes("*") || accounts.includes(account);

const bearerToken = ({ headers }: FastifyRequest): string => {
  const [, token] = /^bearer ([A-Za-z0-9._~+/=-]+)$/i.exec(headers.authorization ?? "") ?? [];
  if (token === undefined) throw unauthorized("Send a token: Authorization: Bearer …");
  return token;
};
