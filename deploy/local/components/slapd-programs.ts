import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { installDebianPackages } from "./debian.ts";

export interface SlapdPrograms {
  readonly slapd: string;
  readonly slapadd: string;
  readonly slapcat: string;
  readonly schemaDirectory: string;
  /** Absent where the backends are compiled in. */
  readonly moduleDirectory: string | undefined;
}

/** sbin directories are not in everybody's PATH, and macOS and Homebrew have them in libexec. */
const BIN_DIRECTORIES = ["/usr/sbin", "/usr/local/sbin", "/usr/libexec", "/usr/local/libexec", "/opt/homebrew/opt/openldap/libexec"];
const SCHEMA_DIRECTORIES = ["/etc/ldap/schema", "/etc/openldap/schema", "/opt/homebrew/etc/openldap/schema"];
const MODULE_DIRECTORIES = ["/usr/lib/ldap", "/usr/lib64/openldap", "/usr/libexec/openldap"];

/** OpenLDAP's server and tools; Debian's packages are installed when they are missing. */
export const findSlapd = (): SlapdPrograms => {
  if (locate("slapd") === undefined) installDebianPackages(["slapd", "ldap-utils"], "for an OpenLDAP directory");
  const [slapd, slapadd, slapcat] = [locate("slapd"), locate("slapadd"), locate("slapcat")];
  const schemaDirectory = SCHEMA_DIRECTORIES.find((directory) => existsSync(`${directory}/inetorgperson.schema`));
  if (slapd === undefined || slapadd === undefined || slapcat === undefined || schemaDirectory === undefined) {
    throw new Error("OpenLDAP's slapd, slapadd, slapcat and schema files are needed, and not all of them were found.");
  }
  const moduleDirectory = MODULE_DIRECTORIES.find(
    (directory) => existsSync(`${directory}/back_mdb.la`) || existsSync(`${directory}/back_mdb.so`),
  );
  return { slapd, slapadd, slapcat, schemaDirectory, moduleDirectory };
};

const locate = (program: string): string | undefined => {
  const known = BIN_DIRECTORIES.map((directory) => `${directory}/${program}`).find((path) => existsSync(path));
  if (known !== undefined) return known;
  // -VV prints the version and ends; -V alone would go on and start a server
  return spawnSync(program, ["-VV"]).error === undefined ? program : undefined;
};
