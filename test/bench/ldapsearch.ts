import { spawn } from "node:child_process";
import { once } from "node:events";
import type { LiveDirectory } from "../fixtures/live-directory.ts";
import { BASE_DN } from "./reference-directory.ts";

/** The whole subtree, paged, thrown away: what a plain tool needs for reading alone. */
export const dump = (directory: LiveDirectory): Promise<void> => ldapsearch(directory, ["*", "+"]);

/** The immutable id of every entry, and nothing else. */
export const dumpIds = (directory: LiveDirectory): Promise<void> => ldapsearch(directory, ["entryUUID"]);

const PROGRAM = "ldapsearch";

const ldapsearch = async ({ slapd }: LiveDirectory, attributes: readonly string[]): Promise<void> => {
  const signIn = ["-x", "-H", slapd.url, "-D", slapd.adminDn, "-w", slapd.adminPassword];
  const search = spawn(PROGRAM, ["-LLL", ...signIn, "-b", BASE_DN, "-E", "pr=1000/noprompt", ...attributes], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [code] = await once(search, "close");
  if (code !== 0) throw new Error(`${PROGRAM} ended with ${code}; what it said stands above.`);
};
