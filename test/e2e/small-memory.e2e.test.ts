import { afterAll, beforeAll, expect, test } from "vitest";
import { lastSequences, readWholeLog } from "../checker/read-log.ts";
import { withClient } from "../checker/read-table-bytes.ts";
import { READ_MODEL_SCHEMA } from "../checker/read-tables.ts";
import { eventually } from "../fixtures/api-client.ts";
import { SUFFIX } from "../fixtures/awkward-directory.ts";
import { writeLdif } from "../fixtures/ldif-writer.ts";
import type { LiveDirectory } from "../fixtures/live-directory.ts";
import { type RunningSystem, startSystem } from "../fixtures/running-system.ts";

const BASE_DN = `o=Large,${SUFFIX}`;
const PEOPLE = 10_000;
const LINES = Array.from({ length: 60 }, (_, at) => `${at}: ${"a long story about somebody ".repeat(4)}`);
/** Less than what waits: a projector that held it all would end itself. */
const HEAP_MB = 64;
const KILLS = 3;

const stack = new AsyncDisposableStack();
let system: RunningSystem;
let directory: LiveDirectory;

const ldif = writeLdif([
  { dn: SUFFIX, attributes: { objectClass: ["dcObject", "organization"], dc: "example", o: "Example" } },
  { dn: BASE_DN, attributes: { objectClass: "organization", o: "Large" } },
  ...Array.from({ length: PEOPLE }, (_, at) => ({
    dn: `uid=p${at},${BASE_DN}`,
    attributes: { objectClass: "inetOrgPerson", uid: `p${at}`, cn: `Person ${at}`, sn: `Name ${at}`, description: LINES },
  })),
]);

beforeAll(async () => {
  system = stack.use(await startSystem({ settings: { "directory-projector": { NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}` } } }));
  directory = await system.startDirectory("openldap", ldif);
});
afterAll(() => stack.disposeAsync());

const recorded = async (): Promise<number> => (await lastSequences(system.logAddress)).get("DIRECTORY") ?? 0;
const folded = async (): Promise<number> => {
  const rows = await withClient(system.local.file.postgresUrl, (client) =>
    client.query<{ sequence: string }>(`select sequence from ${READ_MODEL_SCHEMA}.checkpoint where stream = 'DIRECTORY'`),
  );
  return Number(rows.rows[0]?.sequence ?? 0);
};

test("a projector folds more than its memory holds, however often it is killed on the way", async () => {
  const projector = system.local.services["directory-projector"];
  await projector.stop();
  const { connectorId, requestId } = await system.api.register(directory, { name: "Large", baseDn: BASE_DN });
  await eventually("everybody is recorded", 60_000, async () => ((await recorded()) > PEOPLE ? true : undefined));
  const { messages } = await readWholeLog(system.logAddress);
  const waitingMb = Math.round(messages.reduce((bytes, { payload }) => bytes + payload.length, 0) / 1024 ** 2);
  expect(waitingMb).toBeGreaterThan(HEAP_MB);

  for (let kill = 1; kill <= KILLS; kill++) {
    await projector.start();
    const goal = (kill * PEOPLE) / (KILLS + 2);
    await eventually(`${goal} are folded`, 60_000, async () => ((await folded()) > goal ? true : undefined));
    await projector.kill();
  }
  await projector.start();
  const { pid } = projector;
  expect(await system.api.answered(connectorId, requestId)).toMatchObject({ status: "completed", counts: { read: PEOPLE } });
  expect(projector.pid).toBe(pid);
  expect(projector.isRunning()).toBe(true);
  await system.check([{ connector: connectorId, directory, baseDn: BASE_DN }]);
});
