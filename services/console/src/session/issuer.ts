import {
  AuthorizationResponseError,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  ClientError,
  ClientSecretPost,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  None,
  ResponseBodyError,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  refreshTokenGrant,
  type TokenEndpointResponse,
  type TokenEndpointResponseHelpers,
  tokenRevocation,
} from "openid-client";

export interface IssuerOptions {
  readonly url: URL;
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
  readonly scope: string;
  /** The API that the token is for, where the issuer asks for it (RFC 8707). */
  readonly resource?: string | undefined;
  readonly publicOrigin: string;
}

export interface Tokens {
  readonly token: string;
  readonly refreshToken?: string;
  readonly idToken?: string;
  /** As the ID token calls whoever signed in. */
  readonly name?: string;
}

/** What must be remembered while somebody is at the issuer. */
export interface Departure {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** An OpenID Connect issuer: the authorization code flow with PKCE, state and nonce. */
export interface Issuer {
  readonly depart: () => Promise<{ readonly url: URL; readonly departure: Departure }>;
  /** `query`: what the issuer has sent back with the browser. */
  readonly arrive: (query: string, departure: Departure) => Promise<Tokens>;
  readonly refresh: (refreshToken: string) => Promise<Tokens>;
  /** Where to sign out there as well; undefined when the issuer has no such place. */
  readonly leave: (session: {
    readonly refreshToken?: string | undefined;
    readonly idToken?: string | undefined;
  }) => Promise<URL | undefined>;
}

const ANSWER_TIMEOUT_SECONDS = 10;

export const openIssuer = (options: IssuerOptions): Issuer => {
  const { scope, resource, publicOrigin } = options;
  const redirectUri = `${publicOrigin}/session/callback`;
  const configured = onceItWorks(() => discover(options));
  const forResource: Record<string, string> = resource === undefined ? {} : { resource };

  return {
    depart: async () => {
      const departure = { state: randomState(), nonce: randomNonce(), codeVerifier: randomPKCECodeVerifier() };
      const url = buildAuthorizationUrl(await configured(), {
        ...{ redirect_uri: redirectUri, scope, state: departure.state, nonce: departure.nonce, code_challenge_method: "S256" },
        code_challenge: await calculatePKCECodeChallenge(departure.codeVerifier),
        ...(scope.split(" ").includes("offline_access") ? { prompt: "consent" } : {}), // OpenID Connect Core section 11
        ...forResource,
      });
      return { url, departure };
    },
    arrive: async (query, { state, nonce, codeVerifier }) => {
      const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: codeVerifier };
      return tokensOf(await authorizationCodeGrant(await configured(), new URL(`${redirectUri}?${query}`), checks, forResource));
    },
    refresh: async (refreshToken) => tokensOf(await refreshTokenGrant(await configured(), refreshToken, forResource)),
    leave: async ({ refreshToken, idToken }) => {
      const configuration = await configured();
      const { revocation_endpoint: canRevoke, end_session_endpoint: canEnd } = configuration.serverMetadata();
      // A copy of the cookie must not outlive the sign-out by more than its token does.
      if (refreshToken !== undefined && canRevoke !== undefined) await tokenRevocation(configuration, refreshToken);
      if (canEnd === undefined) return undefined;
      const hint: Record<string, string> = idToken === undefined ? {} : { id_token_hint: idToken };
      return buildEndSessionUrl(configuration, { post_logout_redirect_uri: `${publicOrigin}/`, ...hint });
    },
  };
};

const discover = ({ url, clientId, clientSecret }: IssuerOptions): Promise<Configuration> =>
  discovery(url, clientId, undefined, clientSecret === undefined ? None() : ClientSecretPost(clientSecret), {
    timeout: ANSWER_TIMEOUT_SECONDS,
    execute: url.protocol === "http:" ? [allowInsecureRequests] : [],
  });

/** Asks once; an answer that failed is asked for again by whoever comes next. */
const onceItWorks = <Value>(make: () => Promise<Value>): (() => Promise<Value>) => {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
};

const tokensOf = (answer: TokenEndpointResponse & TokenEndpointResponseHelpers): Tokens => {
  const { access_token: token, refresh_token: refreshToken, id_token: idToken } = answer;
  const claims = answer.claims();
  const spoken = [claims?.name, claims?.preferred_username, claims?.email].find((it) => typeof it === "string" && it !== "");
  return {
    token,
    ...(refreshToken === undefined ? {} : { refreshToken }),
    ...(idToken === undefined ? {} : { idToken }),
    ...(typeof spoken === "string" ? { name: spoken } : {}),
  };
};

const AWAY_CODES: readonly (string | undefined)[] = ["OAUTH_TIMEOUT", "OAUTH_ABORT", "OAUTH_RESPONSE_IS_NOT_CONFORM"];

/** The issuer did not answer, or with an error of its own: asking again later may help. Whatever else fails is a refusal. */
export const isAway = (error: unknown): boolean => {
  if (error instanceof ResponseBodyError) return error.status >= 500;
  return error instanceof TypeError || (error instanceof ClientError && AWAY_CODES.includes(error.code));
};

/** Whoever was at the issuer did not want to, or was not let. */
export const isDeclined = (error: unknown): boolean => error instanceof AuthorizationResponseError && error.error === "access_denied";
