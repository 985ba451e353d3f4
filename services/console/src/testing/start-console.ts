import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type HttpServer, openAuth, openLog, startHttp } from "@dirstream/service";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { type OriginOptions, serveOrigin } from "../origin.ts";

const [ISSUER, AUDIENCE] = ["nobody", "dirstream"];
const { publicKey, privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });

export const SESSION_KEY = new Uint8Array(32).fill(7);
export const PUBLIC_ORIGIN = "http://console.example.com";

/** A token that the services would believe. */
export const signToken = ({ sub = "anna", role = "admin", accounts = ["acme"], endsInSeconds = 600, ...more } = {}): Promise<string> =>
  new SignJWT({ role, accounts, name: "Anna Smith", ...more })
    .setProtectedHeader({ alg: "EdDSA" })
    .setSubject(sub)
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setExpirationTime(Math.floor(Date.now() / 1000) + endsInSeconds)
    .sign(privateKey);

/** The console's server within this process: without an issuer, and links with a token let in. */
export const startConsole = async (
  connectorService: string,
  projector: string,
  options: Partial<OriginOptions> = {},
): Promise<HttpServer> => {
  const directory = await mkdtemp(join(tmpdir(), "dirstream-console-"));
  const jwksFile = join(directory, "jwks.json");
  await writeFile(jwksFile, JSON.stringify({ keys: [await exportJWK(publicKey)] }));
  const auth = await openAuth({ JWKS_FILE: jwksFile, JWT_ISSUER: ISSUER, JWT_AUDIENCE: AUDIENCE });
  await rm(directory, { recursive: true });
  const log = openLog("console", "silent");
  const register = serveOrigin({
    ...{ connectorService, projector, auth, log, issuer: undefined, link: true },
    ...{ pages: "/nowhere", hstsMaxAgeSeconds: 0, publicOrigin: PUBLIC_ORIGIN },
    ...{ sessionKeys: [SESSION_KEY], longestSessionMs: 3_600_000, egressRanges: ["203.0.113.10/31"] },
    ...options,
  });
  return startHttp({ name: "console", log, host: "127.0.0.1", port: 0, ready: () => true, register });
};
