import { readFileSync } from "node:fs";
import * as z from "zod";
import type { ProvidedLdap } from "./provided.d.ts";

/** Servers that exist already, the images of those that are started as containers, and how large is large. */
const Config = z.object({
  NATS_SERVER: z.string().min(1).optional(),
  TEST_NATS_URL: z.url().optional(),
  TEST_DATABASE_URL: z.url().optional(),
  TEST_LDAP_URL: z.url().optional(),
  TEST_LDAPS_URL: z.url().optional(),
  TEST_LDAP_CA_FILE: z.string().optional(),
  TEST_LDAP_BIND_DN: z.string().optional(),
  TEST_LDAP_BIND_PASSWORD: z.string().optional(),
  TEST_LDAP_BASE_DN: z.string().optional(),
  TEST_NATS_IMAGE: z.string().default("nats:2.12-alpine"),
  TEST_POSTGRES_IMAGE: z.string().default("postgres:18-alpine"),
  /** Any Debian: slapd is installed in the container unless the image has it. */
  TEST_LDAP_IMAGE: z.string().default("debian:bookworm-slim"),
  /** Empty as docker's own command takes it: not set. */
  DOCKER_HOST: z.url().or(z.literal("")).optional(),
  XDG_RUNTIME_DIR: z.string().optional(),
  HOME: z.string().optional(),
  /** How many members the large group has; 200,000 take some minutes. */
  TEST_LARGE_GROUP: z.coerce.number().int().min(1_001).max(1_000_000).default(20_000),
});

export type TestConfig = z.output<typeof Config>;

export const readTestConfig = (): TestConfig => {
  const read = Config.safeParse(process.env);
  if (!read.success) throw new Error(z.prettifyError(read.error));
  return read.data;
};

/** The directory that the environment names, if it does; half a description is a mistake worth a sentence. */
export const ldapFromEnvironment = (config: TestConfig): ProvidedLdap | undefined => {
  if (config.TEST_LDAP_URL === undefined) return undefined;
  const { TEST_LDAPS_URL, TEST_LDAP_CA_FILE, TEST_LDAP_BIND_DN, TEST_LDAP_BIND_PASSWORD, TEST_LDAP_BASE_DN } = config;
  const needed = { TEST_LDAPS_URL, TEST_LDAP_CA_FILE, TEST_LDAP_BIND_DN, TEST_LDAP_BIND_PASSWORD, TEST_LDAP_BASE_DN };
  const missing = Object.entries(needed).filter(([, value]) => value === undefined);
  if (missing.length > 0) throw new Error(`TEST_LDAP_URL is set, so ${missing.map(([name]) => name).join(", ")} must be set too.`);

  const [plain, secure] = [new URL(config.TEST_LDAP_URL), new URL(TEST_LDAPS_URL as string)];
  return {
    url: config.TEST_LDAP_URL,
    host: plain.hostname,
    port: Number(plain.port || 389),
    ldapsUrl: TEST_LDAPS_URL as string,
    ldapsPort: Number(secure.port || 636),
    caPem: readFileSync(TEST_LDAP_CA_FILE as string, "utf8"),
    adminDn: TEST_LDAP_BIND_DN as string,
    adminPassword: TEST_LDAP_BIND_PASSWORD as string,
    baseDn: TEST_LDAP_BASE_DN as string,
  };
};
