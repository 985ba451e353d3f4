import { createHash, randomBytes } from "node:crypto";

export interface SlapdConfiguration {
  readonly suffix: string;
  readonly adminDn: string;
  readonly adminPassword: string;
  /** Loaded in this order; `syncprov` keeps contextCSN, `memberof` and `refint` maintain references. */
  readonly overlays: readonly ("syncprov" | "memberof" | "refint")[];
  /** slapd.conf lines for the whole server: more schema, TLS rules. */
  readonly serverLines: readonly string[];
  /** slapd.conf lines for the database: access rules, limits. */
  readonly databaseLines: readonly string[];
  readonly schemaDirectory: string;
  readonly moduleDirectory: string | undefined;
  /** Holds `db`, and the files that slapd writes. */
  readonly directory: string;
  readonly tls: { readonly caFile: string; readonly certificateFile: string; readonly keyFile: string };
}

const SCHEMAS = ["core", "cosine", "inetorgperson", "nis"];
const MAX_BYTES = 4 * 1024 ** 3; // an address range, not disk space

/** The text of slapd.conf. Passwords stand in it only as hashes. */
export const slapdConfiguration = (options: SlapdConfiguration): string => {
  const { overlays, schemaDirectory, moduleDirectory, directory, tls } = options;
  const modules =
    moduleDirectory === undefined ? [] : [`modulepath ${moduleDirectory}`, ...["back_mdb", ...overlays].map((it) => `moduleload ${it}`)];
  return [
    ...SCHEMAS.map((schema) => `include ${schemaDirectory}/${schema}.schema`),
    ...modules,
    `pidfile ${directory}/slapd.pid`,
    `argsfile ${directory}/slapd.args`,
    `TLSCACertificateFile ${tls.caFile}`,
    `TLSCertificateFile ${tls.certificateFile}`,
    `TLSCertificateKeyFile ${tls.keyFile}`,
    ...options.serverLines,
    "database mdb",
    `maxsize ${MAX_BYTES}`,
    `suffix ${quoted(options.suffix)}`,
    `rootdn ${quoted(options.adminDn)}`,
    `rootpw ${hashPassword(options.adminPassword)}`,
    `directory ${directory}/db`,
    "index objectClass,entryUUID,entryCSN,uid,cn,mail,member,memberUid eq",
    ...options.databaseLines,
    ...overlays.map((overlay) => `overlay ${overlay}`),
    "",
  ].join("\n");
};

/** A value of slapd.conf that may hold spaces, quotes and backslashes. */
const quoted = (value: string): string => `"${value.replaceAll(/["\\]/g, "\\$&")}"`;

/** `{SSHA}` as OpenLDAP reads it: the SHA-1 of password and salt, then the salt. */
export const hashPassword = (password: string, salt: Uint8Array = randomBytes(8)): string => {
  const digest = createHash("sha1").update(password).update(salt).digest();
  return `{SSHA}${Buffer.concat([digest, salt]).toString("base64")}`;
};
