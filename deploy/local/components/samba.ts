import { execFile, spawnSync } from "node:child_process";
import { createHash, randomBytes, randomInt } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { makeCertificates } from "./certificates.ts";
import { installDebianPackages } from "./debian.ts";
import { type Server, startReady, startServer } from "./processes.ts";
import { SAMBA_BASE_DN, SAMBA_HOST, sambaConfiguration } from "./samba-configuration.ts";

const run = promisify(execFile);

const PACKAGES = [
  "samba-ad-dc",
  "samba-ad-provision",
  "samba-dsdb-modules",
  "samba-vfs-modules",
  "samba",
  "winbind",
  "ldb-tools",
  "ldap-utils",
];
const LDAP_PORT = 389;
const LDAPS_PORT = 636;
const LARGEST_OUTPUT = 1024 ** 3;

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
  /** The domain's own data as LDIF, by `ldbsearch`, operational attributes included. */
  readonly ldbsearch: () => Promise<string>;
}

/** A real Active Directory domain controller of our own on loopback (Samba), with LDAP and LDAPS. */
export const startSamba = async ({ directory, cacheDirectory, ldif }: SambaOptions): Promise<Samba> => {
  const samba = findSamba();
  const template = await findTemplate(cacheDirectory, ldif);
  const domain = join(directory, "domain");
  await mkdir(directory, { recursive: true });
  if (!existsSync(domain)) await cp(template, domain, { recursive: true, preserveTimestamps: true });
  await mkdir(join(domain, "run"), { recursive: true, mode: 0o755 });
  const host = await keptAddress(join(directory, "address"));
  const tls = makeCertificates(join(directory, "tls"), [`IP:${host}`, `DNS:${SAMBA_HOST}`]);
  const configurationFile = join(domain, "etc/smb.conf");
  const provisioned = (await readFile(configurationFile, "utf8")).replaceAll(await readFile(join(domain, "made-at"), "utf8"), domain);
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

  const database = join(domain, "private/sam.ldb");
  const everything = ["-H", database, "-b", SAMBA_BASE_DN, "-s", "sub", "(objectClass=*)", "*", "primaryGroupToken"];
  const ldbsearch = () => ldb("ldbsearch", everything);
  const adminPassword = await readFile(join(domain, "admin-password"), "utf8");
  const adminDn = `CN=Administrator,CN=Users,${SAMBA_BASE_DN}`;
  const ways = { host, url: `ldap://${host}`, port: LDAP_PORT, ldapsUrl: `ldaps://${host}`, ldapsPort: LDAPS_PORT };
  const certificates = { caPem: tls.caPem, certificatePem: await readFile(tls.certificateFile, "utf8") };
  return Object.assign(server, { ...ways, ...certificates, baseDn: SAMBA_BASE_DN, adminDn, adminPassword, ldbsearch });
};

/** The server; Debian's packages are installed when they are missing. */
export const findSamba = (): string => {
  const programs = [join("/usr/sbin", "samba"), "/usr/bin/samba-tool", "/usr/bin/ldbadd"];
  if (!programs.every((path) => existsSync(path))) installDebianPackages(PACKAGES, "for an Active Directory domain");
  if (process.getuid?.() !== 0) throw new Error("A domain controller listens on the ports 389 and 636, which only root may do here.");
  return programs[0] as string;
};

/** The domain with this content, ready to be copied. Renamed into place when it is whole, so two that make it at once do no harm. */
const findTemplate = async (cacheDirectory: string, ldif: string): Promise<string> => {
  const { stdout: version } = spawnSync("samba-tool", ["--version"], { encoding: "utf8" });
  const content = createHash("sha256").update(`${RECIPE}\n${version}\n${ldif}`).digest("hex").slice(0, 16);
  const template = join(cacheDirectory, `samba-${content}`);
  if (existsSync(template)) return template;

  await mkdir(cacheDirectory, { recursive: true });
  const work = await mkdtemp(join(cacheDirectory, "samba-new-"));
  try {
    const domain = join(work, "domain");
    const adminPassword = `Aa1-${randomBytes(18).toString("base64url")}`;
    await provision(domain, adminPassword);
    await writeFile(join(domain, "made-at"), domain);
    await writeFile(join(domain, "admin-password"), adminPassword, { mode: 0o600 });
    for (const [at, part] of inParts(ldif).entries()) {
      const file = join(work, `content-${at}.ldif`);
      await writeFile(file, part);
      await ldb("ldbadd", ["-H", join(domain, "private/sam.ldb"), file]);
    }
    await rename(domain, template).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return template;
};

const RECORDS_AT_ONCE = 250;

/** Each file that ldbadd is given is one transaction, and the time that one takes grows with the square of its size. */
const inParts = (ldif: string): string[] => {
  const records = ldif.split(/\n{2,}/);
  const count = Math.ceil(records.length / RECORDS_AT_ONCE);
  return Array.from({ length: count }, (_, at) => `${records.slice(at * RECORDS_AT_ONCE, (at + 1) * RECORDS_AT_ONCE).join("\n\n")}\n`);
};

/** Another one makes the templates anew. */
const RECIPE = "1";

const provision = async (domain: string, adminPassword: string): Promise<void> => {
  const who = ["--realm=LAB.EXAMPLE.COM", "--domain=LAB", "--server-role=dc", "--dns-backend=NONE", "--use-rfc2307"];
  const where = [`--targetdir=${domain}`, "--host-name=dc1", "--host-ip=127.0.0.1", "--option=bind interfaces only=yes"];
  const args = ["domain", "provision", ...who, ...where, "--option=interfaces=127.0.0.1/8", `--adminpass=${adminPassword}`];
  await run("samba-tool", args, { maxBuffer: LARGEST_OUTPUT }).catch(refused("samba-tool"));
};

const ldb = async (tool: "ldbadd" | "ldbsearch", args: readonly string[]): Promise<string> =>
  (await run(tool, args, { maxBuffer: LARGEST_OUTPUT }).catch(refused(tool))).stdout;

const refused =
  (tool: string) =>
  (cause: { stderr?: string }): never => {
    throw new Error(`${tool} failed: ${cause.stderr?.trim().split("\n").slice(-3).join(" ")}`, { cause });
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
