import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AuthConfig, LogLevel, Port, readConfig, refuseToStart } from "@dirstream/service";
import * as z from "zod";

const Whole = z
  .string()
  .regex(/^\d{1,9}$/, "must be a whole number")
  .transform(Number);

/** An origin as browsers write it: nothing behind the host. */
const Origin = z
  .string()
  .refine((text) => isOrigin(URL.parse(text)), "must be a URL such as https://console.example.com, without a path")
  .transform((text) => new URL(text).origin);

const isOrigin = (url: URL | null): boolean => url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`;

const Ranges = z
  .string()
  .transform((text) => text.split(",").map((range) => range.trim()))
  .pipe(z.array(z.union([z.cidrv4(), z.cidrv6()], "must be address ranges such as 203.0.113.10/31, separated by commas")));

const isLoopback = ({ hostname }: URL): boolean => ["localhost", "127.0.0.1", "[::1]"].includes(hostname);

/** Tokens travel to an issuer, so only over TLS, or within this machine. */
const Issuer = z
  .url({ error: "must be a URL such as https://id.example.com" })
  .transform((text) => new URL(text))
  .refine((url) => url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url)), "must begin with https://");

export const ConsoleConfig = z
  .object({
    HOST: z.string().default("127.0.0.1"),
    PORT: Port.default(0),
    LOG_LEVEL: LogLevel.default("info"),
    /** Answers commands. */
    CONNECTOR_SERVICE_URL: z.url({ protocol: /^http$/, error: "must be a URL such as http://127.0.0.1:8081" }),
    /** Answers queries: the directory-projector. */
    PROJECTOR_URL: z.url({ protocol: /^http$/, error: "must be a URL such as http://127.0.0.1:8082" }),
    /** What people type to come here. With https the cookies are bound to it. */
    PUBLIC_URL: Origin,
    /** 32 bytes in base64, line by line, newest first: the first seals sessions, all open them. */
    SESSION_KEYS_FILE: z.string(),
    SESSION_HOURS: Whole.refine((hours) => hours >= 1 && hours <= 168, "must be 1 to 168").default(12),
    /** The built pages. */
    PAGES_DIRECTORY: z.string().default(join(import.meta.dirname, "../dist/app")),
    /** Where the fetchers' connections come from: what the firewalls of directories must let in. */
    EGRESS_RANGES: Ranges.default([]),
    /** For how long browsers shall insist on https; 0 where nothing in front of this service speaks it. */
    HSTS_MAX_AGE_SECONDS: Whole.default(0),
    /** Lets a link with a token sign in. For a run on one's own machine: whoever sends such a link decides who its reader is. */
    LINK_SIGN_IN: z.enum(["on", "off"]).default("off"),
    OIDC_ISSUER: Issuer.optional(),
    OIDC_CLIENT_ID: z.string().optional(),
    /** None for a public client, which PKCE protects alone. */
    OIDC_CLIENT_SECRET_FILE: z.string().optional(),
    /** Add offline_access where the issuer wants to be asked for a refresh token. */
    OIDC_SCOPE: z.string().default("openid profile"),
    /** RFC 8707: for issuers that make tokens for a named API only. */
    OIDC_RESOURCE: z.url().optional(),
  })
  .and(AuthConfig)
  .refine(({ OIDC_ISSUER, OIDC_CLIENT_ID }) => (OIDC_ISSUER === undefined) === (OIDC_CLIENT_ID === undefined), {
    path: ["OIDC_CLIENT_ID"],
    message: "and OIDC_ISSUER must be set together",
  });

export const readConsoleConfig = () => readConfig(ConsoleConfig);

const KEY_BYTES = 32;

export const readSessionKeys = (file: string): readonly Uint8Array[] => {
  const lines = readSecretFile("SESSION_KEYS_FILE", file).split("\n");
  const keys = lines.filter((line) => line.trim() !== "").map((line) => new Uint8Array(Buffer.from(line.trim(), "base64")));
  if (keys.length > 0 && keys.every((key) => key.length === KEY_BYTES)) return keys;
  return refuseToStart("SESSION_KEYS_FILE: every line must be 32 bytes in base64, as `openssl rand -base64 32` prints them.");
};

export const readSecretFile = (setting: string, file: string): string => {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return refuseToStart(`${setting}: the file cannot be read.`);
  }
};
