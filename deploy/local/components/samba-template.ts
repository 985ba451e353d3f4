import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, lstat, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sambaProgram } from "./samba-programs.ts";

/** Another one makes the templates anew. */
const RECIPE = "1";
const RECORDS_AT_ONCE = 250;

/**
 * Something that takes seconds to make and none to copy. Made once for the same text and the same Samba, and renamed into place when it is
 * whole, so two that make it at once do no harm.
 */
export const keptTemplate = async (cacheDirectory: string, text: string, make: (at: string) => Promise<void>): Promise<string> => {
  const { stdout: version } = spawnSync("samba-tool", ["--version"], { encoding: "utf8" });
  const content = createHash("sha256").update(`${RECIPE}\n${version}\n${text}`).digest("hex").slice(0, 16);
  const template = join(cacheDirectory, `samba-${content}`);
  if (existsSync(template)) return template;

  await mkdir(cacheDirectory, { recursive: true });
  const work = await mkdtemp(join(cacheDirectory, "samba-new-"));
  try {
    const made = join(work, "made");
    await make(made);
    await rename(made, template).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return template;
};

/** A domain with this content, and its first controller as it is before its first start. */
export const domainTemplate = (cacheDirectory: string, ldif: string): Promise<string> =>
  keptTemplate(cacheDirectory, ldif, async (domain) => {
    const adminPassword = `Aa1-${randomBytes(18).toString("base64url")}`;
    await provision(domain, adminPassword);
    await noteOrigin(domain, adminPassword);
    for (const [at, part] of inParts(ldif).entries()) {
      const file = `${domain}-content-${at}.ldif`;
      await writeFile(file, part);
      await sambaProgram("ldbadd", ["-H", join(domain, "private/sam.ldb"), file]);
    }
  });

/** What a copy needs to know: whom its administrator's password lets in, and which paths its configuration still bears. */
export const noteOrigin = async (domain: string, adminPassword: string): Promise<void> => {
  await writeFile(join(domain, "made-at"), domain);
  await writeFile(join(domain, "admin-password"), adminPassword, { mode: 0o600 });
};

/** A controller that has run leaves sockets behind, which cannot be copied. */
export const copyStopped = (from: string, to: string): Promise<void> =>
  cp(from, to, { recursive: true, preserveTimestamps: true, filter: async (path) => !(await lstat(path)).isSocket() });

const provision = async (domain: string, adminPassword: string): Promise<void> => {
  const who = ["--realm=LAB.EXAMPLE.COM", "--domain=LAB", "--server-role=dc", "--dns-backend=NONE", "--use-rfc2307"];
  const where = [`--targetdir=${domain}`, "--host-name=dc1", "--host-ip=127.0.0.1", "--option=bind interfaces only=yes"];
  const args = ["domain", "provision", ...who, ...where, "--option=interfaces=127.0.0.1/8", `--adminpass=${adminPassword}`];
  await sambaProgram("samba-tool", args);
};

/** Each file that ldbadd is given is one transaction, and the time that one takes grows with the square of its size. */
const inParts = (ldif: string): string[] => {
  const records = ldif.split(/\n{2,}/);
  const count = Math.ceil(records.length / RECORDS_AT_ONCE);
  return Array.from({ length: count }, (_, at) => `${records.slice(at * RECORDS_AT_ONCE, (at + 1) * RECORDS_AT_ONCE).join("\n\n")}\n`);
};
