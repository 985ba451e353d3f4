import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { installDebianPackages } from "./debian.ts";

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
const LARGEST_OUTPUT = 1024 ** 3;

/** The server; Debian's packages are installed when they are missing. */
export const findSamba = (): string => {
  const programs = ["/usr/sbin/samba", "/usr/bin/samba-tool", "/usr/bin/ldbadd"];
  if (!programs.every((path) => existsSync(path))) installDebianPackages(PACKAGES, "for an Active Directory domain");
  if (process.getuid?.() !== 0) throw new Error("A domain controller listens on the ports 389 and 636, which only root may do here.");
  return programs[0] as string;
};

/** What one of Samba's own programs says. `ldb…` work on a controller's database file, whether the controller runs or not. */
export const sambaProgram = async (name: "samba-tool" | "ldbadd" | "ldbmodify" | "ldbsearch", args: readonly string[]): Promise<string> => {
  const refused = (cause: { stderr?: string }): never => {
    throw new Error(`${name} failed: ${cause.stderr?.trim().split("\n").slice(-3).join(" ")}`, { cause });
  };
  return (await run(name, args, { maxBuffer: LARGEST_OUTPUT }).catch(refused)).stdout;
};
