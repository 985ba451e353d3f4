import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { repository } from "../setup/places.ts";
import type { BenchSystem } from "./bench-system.ts";
import { quickest } from "./measure.ts";
import type { PeerTask, PeerUse } from "./peers/peer-task.ts";
import { BASE_DN, GROUPS_DN, PEOPLE_DN } from "./reference-directory.ts";

/** Not dependencies of ours: a hundred packages that nothing but this comparison needs. */
const PACKAGES = {
  "@backstage/config": "1.3.9",
  "@backstage/plugin-catalog-backend-module-ldap": "0.12.9",
  ldapts: "9.2.0",
};
/** The best counts, as it does for ourselves. */
const TIMES = 2;
const HOME = join(repository, ".dirstream/peers");

export interface Peer extends PeerUse {
  readonly name: string;
}

/** What other programs need to read the same directory into memory, each in a process of its own; they store nothing. */
export const measurePeers = async (system: BenchSystem, say: (sentence: string) => void): Promise<Peer[]> => {
  await install(say);
  const readers = [
    { name: `ldapts ${PACKAGES.ldapts}, page by page, kept nowhere`, script: import.meta.resolve("./peers/ldapts-reader.ts") },
    {
      name: `Backstage's readLdapOrg ${PACKAGES["@backstage/plugin-catalog-backend-module-ldap"]}, into memory`,
      script: import.meta.resolve("./peers/backstage-reader.ts"),
    },
  ];
  const peers: Peer[] = [];
  for (const { name, script } of readers) {
    const uses: PeerUse[] = [];
    for (let time = 0; time < TIMES; time++) uses.push(await readWith(script, system));
    peers.push({ name, ...quickest(uses) });
  }
  return peers;
};

const install = async (say: (sentence: string) => void): Promise<void> => {
  const manifest = `${JSON.stringify({ private: true, dependencies: PACKAGES }, null, 2)}\n`;
  const manifestFile = join(HOME, "package.json");
  const installed = join(HOME, "node_modules/.package-lock.json");
  if (existsSync(installed) && readFileSync(manifestFile, "utf8") === manifest) return;
  say(`Installing ${Object.keys(PACKAGES).join(", ")} into ${HOME} …`);
  await mkdir(HOME, { recursive: true });
  await writeFile(manifestFile, manifest);
  const args = ["install", "--prefix", HOME, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status } = spawnSync("npm", args, { cwd: HOME, stdio: ["ignore", "ignore", "inherit"] });
  if (status === 0) return;
  throw new Error("What --peers compares with could not be installed: npm's reason stands above. Leave --peers out, or try again.");
};

/** What to read, and the password with it, goes through standard input, where nobody else sees it; the figures come back as one line. */
const readWith = async (script: string, { directory: { slapd }, limitMs }: BenchSystem): Promise<PeerUse> => {
  const reader = spawn(process.execPath, [fileURLToPath(script)], { stdio: ["pipe", "pipe", "inherit"], timeout: limitMs });
  const task: PeerTask = {
    ...{ packages: HOME, url: slapd.url, bindDn: slapd.adminDn, bindPassword: slapd.adminPassword },
    ...{ baseDn: BASE_DN, peopleDn: PEOPLE_DN, groupsDn: GROUPS_DN },
  };
  reader.stdin.end(JSON.stringify(task));
  const said: Buffer[] = [];
  reader.stdout.on("data", (text: Buffer) => said.push(text));
  const [code, signal] = await once(reader, "close");
  if (code !== 0) throw new Error(`${script} ended with ${code ?? signal}; what it said stands above.`);
  return JSON.parse(Buffer.concat(said).toString()) as PeerUse;
};
