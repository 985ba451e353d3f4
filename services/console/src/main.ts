import { once } from "node:events";
import { openAuth, openLog, shutdownSignal, startHttp } from "@dirstream/service";
import { readConsoleConfig, readSecretFile, readSessionKeys } from "./config.ts";
import { serveOrigin } from "./origin.ts";
import { openIssuer } from "./session/issuer.ts";

const config = readConsoleConfig();
const { HOST, PORT, LOG_LEVEL, PUBLIC_URL: publicOrigin, OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET_FILE } = config;
const signal = shutdownSignal();
const log = openLog("console", LOG_LEVEL);

const issuer =
  OIDC_ISSUER === undefined || OIDC_CLIENT_ID === undefined
    ? undefined
    : openIssuer({
        url: OIDC_ISSUER,
        clientId: OIDC_CLIENT_ID,
        clientSecret: OIDC_CLIENT_SECRET_FILE && readSecretFile("OIDC_CLIENT_SECRET_FILE", OIDC_CLIENT_SECRET_FILE),
        scope: config.OIDC_SCOPE,
        resource: config.OIDC_RESOURCE,
        publicOrigin,
      });

await using _server = await startHttp({
  name: "console",
  log,
  host: HOST,
  port: PORT,
  // Ready without the services behind it: their absence is better told in a sentence than by a balancer's empty page.
  ready: () => true,
  register: serveOrigin({
    connectorService: config.CONNECTOR_SERVICE_URL,
    projector: config.PROJECTOR_URL,
    pages: config.PAGES_DIRECTORY,
    hstsMaxAgeSeconds: config.HSTS_MAX_AGE_SECONDS,
    publicOrigin,
    auth: await openAuth(config),
    sessionKeys: readSessionKeys(config.SESSION_KEYS_FILE),
    longestSessionMs: config.SESSION_HOURS * 60 * 60 * 1000,
    issuer,
    link: config.LINK_SIGN_IN === "on",
    egressRanges: config.EGRESS_RANGES,
    log,
  }),
});
if (!signal.aborted) await once(signal, "abort");
