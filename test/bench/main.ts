import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { parseArgs, promisify } from "node:util";
import pg from "pg";
import { READ_MODEL_SCHEMA } from "../checker/read-tables.ts";
import { eventually } from "../fixtures/api-client.ts";
import type { LiveDirectory } from "../fixtures/live-directory.ts";
import { type RunningSystem, startSystem } from "../fixtures/running-system.ts";
import { best, timed, useOf } from "./measure.ts";
import { BASE_DN, personDn, referenceDirectory, type Size } from "./reference-directory.ts";

const run = promisify(execFile);
const LONG_MS = 5 * 60_000;

interface Figure {
  readonly what: string;
  readonly seconds: number;
  /** Against what, and how many times as long. */
  readonly against?: string;
  readonly ratio?: number;
}

const { values } = parseArgs({
  options: { people: { type: "string" }, groups: { type: "string" }, members: { type: "string" }, out: { type: "string" } },
});
const size: Size = {
  people: Number(values.people ?? 100_000),
  groups: Number(values.groups ?? 2_000),
  membersPerGroup: Number(values.members ?? 100),
};

/** The whole subtree, paged, thrown away: what a plain tool needs for reading alone. */
const dump = async ({ slapd }: LiveDirectory): Promise<void> => {
  const args = [
    "-x",
    "-LLL",
    "-H",
    slapd.url,
    "-D",
    slapd.adminDn,
    "-w",
    slapd.adminPassword,
    "-b",
    BASE_DN,
    "-E",
    "pr=1000/noprompt",
    "*",
    "+",
  ];
  await run("sh", ["-c", 'exec ldapsearch "$@" >/dev/null', "ldapsearch", ...args]);
};

const countRows = async (db: pg.Client): Promise<{ entries: number; memberships: number }> => {
  const { rows } = await db.query(
    `select (select count(*)::int from ${READ_MODEL_SCHEMA}.entry) as entries, (select count(*)::int from ${READ_MODEL_SCHEMA}.membership) as memberships`,
  );
  return rows[0] as { entries: number; memberships: number };
};

const figures: Figure[] = [];
const say = (sentence: string) => console.log(sentence);

const firstSync = async (system: RunningSystem, directory: LiveDirectory, db: pg.Client): Promise<string> => {
  let connector = "";
  const seconds = await timed(async () => {
    const { connectorId, requestId } = await system.api.register(directory, { name: "bench", baseDn: BASE_DN });
    connector = connectorId;
    const sync = await system.api.answered(connectorId, requestId, LONG_MS);
    if (sync.status !== "completed") throw new Error(`the first sync ${sync.status}: ${JSON.stringify(sync.error)}`);
    await eventually("every row is there", LONG_MS, async () => {
      const { entries, memberships } = await countRows(db);
      return entries === size.people + size.groups && memberships === size.groups * size.membersPerGroup ? true : undefined;
    });
  });
  figures.push({ what: "first sync, request to last row visible", seconds });
  return connector;
};

const changeSome = async (directory: LiveDirectory, number: number): Promise<void> => {
  const records = Array.from(
    { length: number },
    (_, at) => `dn: ${personDn(at * 7)}\nchangetype: modify\nreplace: title\ntitle: Changed ${at}\n`,
  );
  const child = run("ldapmodify", ["-x", "-H", directory.slapd.url, "-D", directory.slapd.adminDn, "-w", directory.slapd.adminPassword]);
  child.child.stdin?.end(records.join("\n"));
  await child;
};

const bench = async (): Promise<void> => {
  say(`${size.people} people, ${size.groups} groups of ${size.membersPerGroup}`);
  await using system = await startSystem({ settings: { "ldap-fetcher": { PAGE_SIZE: "1000" } } });
  const directory = await system.startDirectory("reference", referenceDirectory(size));
  const db = new pg.Client({ connectionString: system.local.file.postgresUrl });
  await db.connect();
  try {
    await dump(directory);
    const dumpSeconds = await best(3, () => dump(directory));
    figures.push({ what: "ldapsearch dump, paged", seconds: dumpSeconds });
    const connector = await firstSync(system, directory, db);
    const sync = (mode: "full" | "incremental") => async () => {
      const { requestId } = await system.api.post<{ requestId: string }>(`/connectors/${connector}/syncs`, { mode });
      await system.api.answered(connector, requestId, LONG_MS);
    };
    figures.push({ what: "full re-read, nothing changed", seconds: await best(3, sync("full")) });
    figures.push({ what: "incremental, nothing changed", seconds: await best(5, sync("incremental")) });
    await changeSome(directory, Math.min(1_000, Math.floor(size.people / 10)));
    figures.push({ what: "incremental, 1,000 changed, to visible", seconds: await timed(sync("incremental")) });
    const dumpAgain = Math.min(dumpSeconds, await best(2, () => dump(directory)));
    await report(system, dumpAgain);
  } finally {
    await db.end();
  }
};

const report = async (system: RunningSystem, dumpSeconds: number): Promise<void> => {
  const compared = figures.map((figure) => ({ ...figure, against: "ldapsearch dump", ratio: figure.seconds / dumpSeconds }));
  const { nats, postgres } = system.local.infrastructure;
  const processes = [...Object.values(system.local.services).map(({ name, pid }) => ({ name: name as string, pid }))];
  if (nats !== undefined) processes.push({ name: "nats-server", pid: nats.pid });
  if (postgres !== undefined) processes.push({ name: "postgres (its first process)", pid: postgres.pid });
  const uses = await Promise.all(processes.map(async ({ name, pid }) => ({ name, ...(await useOf(pid)) })));
  console.table(compared.map(({ what, seconds, ratio }) => ({ what, seconds: seconds.toFixed(3), "× ldapsearch": ratio.toFixed(2) })));
  console.table(uses.map(({ name, peakMb, cpuSeconds }) => ({ process: name, "peak MB": peakMb, "CPU s": cpuSeconds })));
  if (values.out !== undefined) {
    await mkdir(new URL(".", `file://${values.out}`), { recursive: true });
    await writeFile(values.out, `${JSON.stringify({ size, figures: compared, processes: uses }, null, 2)}\n`);
  }
};

await bench();
