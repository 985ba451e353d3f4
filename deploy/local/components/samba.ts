import { randomInt } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { makeCertificates } from "./certificates.ts";
import { type Server, startReady, startServer } from "./processes.ts";
import { SAMBA_BASE_DN, sambaConfiguration, sambaHostName } from "./samba-configuration.ts";
import { findSamba, sambaProgram } from "./samba-programs.ts";
import { copyStopped, domainTemplate } from "./samba-template.ts";

const LDAP_PORT = 389;
const LDAPS_PORT = 636;

export interface SambaOptions {
  /** Holds this server's own copy of the domain, its certificates and its log. */
  readonly directory: string;
  /** Where the domain is kept as it is before its first start: making one takes seconds, copying it does not. */
  readonly cacheDirectory: string;
  /** What is in the domain beside what Windows has in every one. */
  readonly ldif: string;
}

export interface Samba extends Server {
  /** A loopback address of its own: a domain controller's ports are fixed. */
  readonly host: string;
  readonly url: string;
  readonly port: number;
  readonly ldapsUrl: string;
  readonly ldapsPort: number;
  readonly caPem: string;
  readonly certificatePem: string;
  readonly baseDn: string;
  readonly adminDn: string;
  readonly adminPassword: string;
  readonly configurationFile: string;
  /** What a backup of a controller holds: `sam.ldb`, the database, and the secrets that go with it. */
  readonly privateDirectory: string;
  /** The domain's own data as LDIF, by `ldbsearch`, operational attributes included. */
  readonly ldbsearch: () => Promise<string>;
}

/** A real Active Directory domain controller of our own on loopback (Samba), with LDAP and LDAPS. */
export const startSamba = async ({ directory, cacheDirectory, ldif }: SambaOptions): Promise<Samba> => {
  findSamba();
  return startController(directory, await domainTemplate(cacheDirectory, ldif));
};

/** A controller of the domain that the template holds. */
export const startController = async (directory: string, template: string): Promise<Samba> => {
  const samba = findSamba();
  const domain = join(directory, "domain");
  await mkdir(directory, { recursive: true });
  if (!existsSync(domain)) await copyStopped(template, domain);
  await mkdir(join(domain, "run"), { recursive: true, mode: 0o755 });
  const host = await keptAddress(join(directory, "address"));
  const configurationFile = join(domain, "etc/smb.conf");
  const provisioned = (await readFile(configurationFile, "utf8")).replaceAll(await readFile(join(domain, "made-at"), "utf8"), domain);
  const tls = makeCertificates(join(directory, "tls"), [`IP:${host}`, `DNS:${sambaHostName(provisioned)}`]);
  await writeFile(configurationFile, sambaConfiguration(provisioned, { domain, host, tls }));
  await writeFile(join(domain, "made-at"), domain);

  const logFile = join(directory, "samba.log");
  const args = ["-s", configurationFile, "-i", "-M", "single", "--debug-stdout", "-d", "0"];
  const server = await startServer(() =>
    startReady(
      { name: "Samba", command: samba, args, logFile },
      async () => (await accepts(host, LDAP_PORT)) && (await accepts(host, LDAPS_PORT)),
    ),
  );

  const privateDirectory = join(domain, "private");
  const everything = ["-b", SAMBA_BASE_DN, "-s", "sub", "(objectClass=*)", "*", "primaryGroupToken"];
  const ldbsearch = () => sambaProgram("ldbsearch", ["-H", join(privateDirectory, "sam.ldb"), ...everything]);
  const adminPassword = await readFile(join(domain, "admin-password"), "utf8");
  const adminDn = `CN=Administrator,CN=Users,${SAMBA_BASE_DN}`;
  const ways = { host, url: `ldap://${host}`, port: LDAP_PORT, ldapsUrl: `ldaps://${host}`, ldapsPort: LDAPS_PORT };
  const certificates = { caPem: tls.caPem, certificatePem: await readFile(tls.certificateFile, "utf8") };
  const files = { configurationFile, privateDirectory };
  return Object.assign(server, { ...ways, ...certificates, ...files, baseDn: SAMBA_BASE_DN, adminDn, adminPassword, ldbsearch });
};

const accepts = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 }, () => settle(true));
    const settle = (isThere: boolean) => {
      socket.destroy();
      resolve(isThere);
    };
    for (const event of ["error", "timeout"] as const) socket.once(event, () => settle(false));
  });

const ATTEMPTS = 50;

/** Its own over restarts: the certificate bears it. */
const keptAddress = async (file: string): Promise<string> => {
  if (existsSync(file)) return readFile(file, "utf8");
  const host = await freeAddress();
  await writeFile(file, host);
  return host;
};

/** Somewhere in 127.0.0.0/8, all of which is loopback. */
const freeAddress = async (): Promise<string> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const host = `127.0.${randomInt(1, 255)}.${randomInt(2, 255)}`;
    if ((await isFreeAt(host, LDAP_PORT)) && (await isFreeAt(host, LDAPS_PORT))) return host;
  }
  throw new Error("No loopback address was found whose ports 389 and 636 are free.");
};

const isFreeAt = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
