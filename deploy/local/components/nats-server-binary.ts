import { execFile, spawnSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Atomic batches came with 2.12. */
const OLDEST = [2, 12] as const;
/** What Debian's package is linked against. */
const OLDEST_LIBC = [2, 34] as const;
const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

const ADVICE =
  "Put nats-server 2.12 or newer in PATH (https://nats.io/download), or name it in NATS_SERVER, or name a running server in NATS_URL.";

export interface NatsServerBinary {
  readonly path: string;
  readonly version: string;
  readonly from: "NATS_SERVER" | "PATH" | "Debian's package";
}

/** NATS_SERVER → PATH → Debian's package, kept in `cacheDirectory`. Throws one sentence that says what to install. */
export const findNatsServer = async (options: { named?: string | undefined; cacheDirectory: string }): Promise<NatsServerBinary> => {
  const { named, cacheDirectory } = options;
  if (named !== undefined) {
    const version = versionOf(named);
    if (version === undefined) throw new Error(`NATS_SERVER names ${named}, which cannot be run as a nats-server.`);
    if (!isAtLeast(version, OLDEST)) throw new Error(`NATS_SERVER names nats-server ${version}; 2.12 or newer is needed.`);
    return { path: named, version, from: "NATS_SERVER" };
  }
  const inPath = versionOf("nats-server");
  if (inPath !== undefined && isAtLeast(inPath, OLDEST)) return { path: "nats-server", version: inPath, from: "PATH" };

  const cached = join(cacheDirectory, "nats-server");
  if (!existsSync(cached)) await fetchFromDebian(cached, cacheDirectory, inPath);
  const version = versionOf(cached);
  if (version === undefined || !isAtLeast(version, OLDEST)) throw new Error(`${cached} is not a nats-server of 2.12 or newer. ${ADVICE}`);
  return { path: cached, version, from: "Debian's package" };
};

const versionOf = (command: string): string | undefined =>
  /v(\d+\.\d+\.\d+\S*)/.exec(spawnSync(command, ["--version"], { encoding: "utf8" }).stdout ?? "")?.[1];

/** Compares the first two numbers of a version. */
export const isAtLeast = (version: string, [major, minor]: readonly [number, number]): boolean => {
  const [actualMajor = 0, actualMinor = 0] = version.split(".").map((part) => Number.parseInt(part, 10));
  return actualMajor > major || (actualMajor === major && actualMinor >= minor);
};

/** Why Debian's package cannot be used here, or undefined when it can. */
export const objectionToDebian = (machine: { hasApt: boolean; hasKeyring: boolean; libc: string | undefined }): string | undefined => {
  if (!machine.hasApt || !machine.hasKeyring) return "this is not a Debian machine that could fetch Debian's own package";
  if (machine.libc === undefined) return "Debian's package needs the GNU C library";
  if (!isAtLeast(machine.libc, OLDEST_LIBC)) return `Debian's package needs libc 2.34 or newer, and this machine has ${machine.libc}`;
  return undefined;
};

/**
 * The package of Debian's unstable distribution, checked by apt against Debian's keys. The machine's own package lists stay untouched.
 * The binary is renamed into place when it is whole, so two that fetch at once do no harm.
 */
const fetchFromDebian = async (target: string, cacheDirectory: string, tooOld: string | undefined): Promise<void> => {
  const lacking = `nats-server 2.12 or newer is needed${tooOld === undefined ? "" : ` (PATH has ${tooOld})`}`;
  const objection = objectionToDebian({
    hasApt: spawnSync("apt-get", ["--version"]).status === 0,
    hasKeyring: existsSync(KEYRING),
    libc: libcVersion(),
  });
  if (objection !== undefined) throw new Error(`${lacking}, and ${objection}. ${ADVICE}`);

  console.log("Fetching nats-server (Debian's package, once) …");
  await mkdir(cacheDirectory, { recursive: true });
  const work = await mkdtemp(join(cacheDirectory, "nats-server-"));
  try {
    const options = await privateApt(work);
    await run("apt-get", [...options, "update"], { cwd: work });
    await run("apt-get", [...options, "download", "nats-server"], { cwd: work });
    const [archive = ""] = globSync("nats-server_*.deb", { cwd: work });
    await run("dpkg", ["-x", archive, "x"], { cwd: work });
    await rename(join(work, "x/usr/sbin/nats-server"), target);
  } catch (cause) {
    throw new Error(`${lacking}, and Debian's package could not be fetched (${reasonIn(cause)}). ${ADVICE}`, { cause });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
};

const libcVersion = (): string | undefined => {
  const { header } = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return header?.glibcVersionRuntime;
};

/** Of all that apt says, the line that says why. */
const reasonIn = (error: unknown): string => {
  const { stderr = "", message = String(error) } = error as { stderr?: string; message?: string };
  return /^E: (.*)$/m.exec(stderr)?.[1] ?? message.split("\n")[0] ?? "";
};

/** An apt with lists, caches and sources of its own. */
const privateApt = async (work: string): Promise<string[]> => {
  for (const directory of ["state/lists/partial", "cache/archives/partial"]) await mkdir(join(work, directory), { recursive: true });
  await writeFile(join(work, "status"), "");
  await writeFile(join(work, "sources.list"), `deb [signed-by=${KEYRING}] ${debianMirror()} sid main\n`);
  const settings = {
    "Dir::State": join(work, "state"),
    "Dir::State::status": join(work, "status"),
    "Dir::Cache": join(work, "cache"),
    "Dir::Etc::sourcelist": join(work, "sources.list"),
    "Dir::Etc::sourceparts": "/dev/null",
    "Dir::Etc::preferencesparts": "/dev/null",
    // Some mirrors are frozen at a date. What they serve is still signed by Debian, and the version is looked at afterwards.
    "Acquire::Check-Valid-Until": "false",
    "APT::Sandbox::User": "root", // apt's own user could not write into our directory
  };
  return ["-q", ...Object.entries(settings).flatMap(([name, value]) => ["-o", `${name}=${value}`])];
};

/** The mirror that this machine already uses, since that is the one it can reach. */
const debianMirror = (): string => {
  for (const [file, pattern] of [
    ["/etc/apt/sources.list.d/debian.sources", /^URIs:\s*(\S+)/m],
    ["/etc/apt/sources.list", /^deb\s+(?:\[.*?\]\s+)?(\S+debian\/?)\s/m],
  ] as const) {
    const mirror = existsSync(file) ? pattern.exec(readFileSync(file, "utf8"))?.[1] : undefined;
    if (mirror !== undefined) return mirror;
  }
  return "http://deb.debian.org/debian";
};
