import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { makeCertificates } from "./certificates.ts";
import { freePort } from "./free-port.ts";
import { type Server, startReady, startServer } from "./processes.ts";
import { type SlapdConfiguration, slapdConfiguration } from "./slapd-configuration.ts";
import { findSlapd, type SlapdPrograms } from "./slapd-programs.ts";

const run = promisify(execFile);

export interface SlapdOptions {
  /** Holds configuration, certificates, log and database. */
  readonly directory: string;
  readonly adminPassword: string;
  readonly suffix?: string;
  /** The first content of an empty database. One that is there already is left as it is. */
  readonly ldif?: string;
  readonly port?: number;
  readonly ldapsPort?: number;
  readonly overlays?: SlapdConfiguration["overlays"];
  readonly serverLines?: readonly string[];
  readonly databaseLines?: readonly string[];
  /** Subject alternative names of the server's certificate. */
  readonly certificateNames?: readonly string[];
}

export interface Slapd extends Server {
  readonly url: string;
  readonly port: number;
  readonly ldapsUrl: string;
  readonly ldapsPort: number;
  readonly caPem: string;
  readonly baseDn: string;
  readonly adminDn: string;
  readonly adminPassword: string;
  /** Everything in the database as LDIF, operational attributes included. */
  readonly slapcat: () => Promise<string>;
}

/** A real OpenLDAP of our own on loopback, with LDAP and LDAPS. */
export const startSlapd = async (options: SlapdOptions): Promise<Slapd> => {
  const { directory, adminPassword, suffix = "dc=example,dc=com" } = options;
  const programs = findSlapd();
  const [port, ldapsPort] = [options.port ?? (await freePort()), options.ldapsPort ?? (await freePort())];
  const [url, ldapsUrl] = [`ldap://127.0.0.1:${port}`, `ldaps://127.0.0.1:${ldapsPort}`];
  const adminDn = `cn=admin,${suffix}`;
  await mkdir(directory, { recursive: true });
  const tls = makeCertificates(join(directory, "tls"), options.certificateNames);

  const configuration = (databaseDirectory: string) =>
    slapdConfiguration({
      ...programs,
      ...{ suffix, adminDn, adminPassword, tls, directory: databaseDirectory },
      overlays: options.overlays ?? ["syncprov"],
      serverLines: options.serverLines ?? [],
      databaseLines: options.databaseLines ?? [],
    });
  await fillEmptyDatabase(programs, directory, configuration, options.ldif);
  const configurationFile = join(directory, "slapd.conf");
  await writeFile(configurationFile, configuration(directory), { mode: 0o600 });

  const args = ["-d", "0", "-f", configurationFile, "-h", `${url} ${ldapsUrl}`]; // -d keeps it in the foreground
  const server = await startServer(() =>
    startReady({ name: "slapd", command: programs.slapd, args, logFile: join(directory, "slapd.log") }, () => answers(port)),
  );
  const slapcat = async () => (await run(programs.slapcat, ["-f", configurationFile, "-b", suffix], { maxBuffer: 1024 ** 3 })).stdout;
  return Object.assign(server, { url, port, ldapsUrl, ldapsPort, caPem: tls.caPem, baseDn: suffix, adminDn, adminPassword, slapcat });
};

/** slapadd writes thousands of entries a second, but a database that it left half-way is of no use: it is loaded aside, and moved into place. */
const fillEmptyDatabase = async (
  programs: SlapdPrograms,
  directory: string,
  configuration: (databaseDirectory: string) => string,
  ldif: string | undefined,
): Promise<void> => {
  if (existsSync(join(directory, "db"))) return;
  const aside = join(directory, "loading");
  await rm(aside, { recursive: true, force: true });
  await mkdir(join(aside, "db"), { recursive: true, mode: 0o700 });
  if (ldif !== undefined) {
    const [configurationFile, ldifFile] = [join(aside, "slapd.conf"), join(aside, "content.ldif")];
    await writeFile(configurationFile, configuration(aside), { mode: 0o600 });
    await writeFile(ldifFile, ldif, { mode: 0o600 });
    await run(programs.slapadd, ["-q", "-f", configurationFile, "-l", ldifFile], { maxBuffer: 64 * 1024 ** 2 }).catch((cause) => {
      throw new Error(`slapadd refused the directory's content: ${(cause as { stderr?: string }).stderr?.trim()}`, { cause });
    });
  }
  await rename(join(aside, "db"), join(directory, "db"));
  await rm(aside, { recursive: true });
};

/** An anonymous bind (RFC 4511, 4.2): version 3, no name, no password. Any answer will do. */
const BIND_REQUEST = Buffer.from("300c020101600702010304008000", "hex");

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port, timeout: 1000 }, () => socket.write(BIND_REQUEST));
    const settle = (isReady: boolean) => {
      socket.destroy();
      resolve(isReady);
    };
    socket.once("data", () => settle(true));
    for (const event of ["error", "timeout", "close"] as const) socket.once(event, () => settle(false));
  });
