import { afterAll, beforeAll, expect, test } from "vitest";
import { isA } from "../checker/stored-message.ts";
import { COMPANY_DN, makeCompany } from "../faults/company.ts";
import { revive } from "../faults/crew.ts";
import { dieAt } from "../faults/die-at.ts";
import { type FaultSystem, startFaultSystem } from "../faults/fault-system.ts";
import { type Hit, stateAt } from "../faults/report.ts";
import { KILL_POINTS, type KillPointName } from "../faults/schedule.ts";
import { eventually } from "../fixtures/api-client.ts";
import type { LiveDirectory } from "../fixtures/live-directory.ts";

/** More than a batch holds. */
const LEAVING = 1_050;
const LENIENT = { removals: { count: 1_000_000, percent: 100, percentFrom: 20 } };

const stack = new AsyncDisposableStack();
const company = makeCompany(0);
const hits: Hit[] = [];
let faults: FaultSystem;
let directory: LiveDirectory;
let connector: string;

beforeAll(async () => {
  faults = stack.use(await startFaultSystem());
  directory = await faults.system.startDirectory("openldap", company.ldif);
});
afterAll(() => stack.disposeAsync());

const settings = (name: string) => ({ name, baseDn: COMPANY_DN, guard: LENIENT });
const register = (name: string) => faults.system.api.register(directory, settings(name));
const askFull = () => faults.system.api.post<{ requestId: string }>(`/connectors/${connector}/syncs`, { mode: "full" });
const dies = async (point: KillPointName, provoke: () => Promise<unknown>) => void hits.push(await dieAt(faults, point, provoke));
const connectors = async () => (await faults.system.api.get<{ items: { connectorId: string }[] }>("/connectors")).items;
const removed = async () => (await faults.system.log()).filter((it) => isA(it, "EntryChanged") && it.event.data.state === "removed").length;

test("a connector-service that dies before it has recorded a connector leaves none, and one that dies after it leaves the request to the scheduler", async () => {
  await dies("connector-service.afterPassword", () => register("Never recorded"));
  await revive(faults.crew);
  expect(await connectors()).toEqual([]);

  await faults.crew["ldap-fetcher"].server.stop(); // the first run belongs to the next test
  await dies("connector-service.beforeRequest", () => register("Recorded"));
  // Whoever recorded a command has five seconds to ask; then the scheduler does, and dies itself.
  await dies("scheduler-service.beforeAppend", async () => {});
  await faults.crew["scheduler-service"].server.start();
  await faults.crew["connector-service"].server.start();
  const requests = await eventually("the scheduler has asked", 10_000, async () => {
    const found = (await faults.system.log()).filter((it) => isA(it, "SyncRequested"));
    return found.length > 0 ? found : undefined;
  });
  expect(requests).toHaveLength(1);
  connector = (await connectors())[0]?.connectorId ?? "";
});

test("a fetcher and a projector that die at each point of the first run are followed by others that finish", async () => {
  await dies("ldap-fetcher.afterStarted", async () => {});
  await dies("ldap-fetcher.batchSent", askFull);
  await dies("directory-projector.beforeCommit", askFull);
  await revive(faults.crew);
  expect(await faults.system.api.sync(connector)).toMatchObject({ status: "completed" });
});

test("a fetcher that dies before or in the midst of removals has recorded none or a part, and the next run goes on with the rest", async () => {
  await directory.change(...company.change(100), ...company.leave(LEAVING));
  const before = await removed();
  await dies("ldap-fetcher.beforeRemovals", askFull);
  await dies("ldap-fetcher.betweenBatches", askFull);
  expect(await removed()).toBe(before);
  await dies("ldap-fetcher.amidRemovals", askFull);
  expect(await removed()).toBeGreaterThan(before);
  expect(await removed()).toBeLessThan(before + LEAVING);
  await dies("ldap-fetcher.beforeTerminal", askFull);
  await faults.crew["ldap-fetcher"].server.start();
  await dies("directory-projector.afterCommit", askFull);
  await revive(faults.crew);
  expect(await faults.system.api.sync(connector)).toMatchObject({ status: "completed" });
  await faults.system.check([{ connector, directory, baseDn: COMPANY_DN }]);
});

test("every kill point was hit, and those of the fetcher while a run was open", async () => {
  const log = await faults.system.log();
  const reports = hits.map((hit) => ({ ...hit, ...stateAt(log, connector, hit.atMs) }));
  for (const { what, sentence } of reports) console.log(`${what}: ${sentence}`);
  expect(hits.map(({ what }) => what).sort()).toEqual(KILL_POINTS.map((point) => `kill point ${point}`).sort());
  const ofFetcher = reports.filter(({ whom }) => whom === "ldap-fetcher");
  expect(ofFetcher.filter(({ isOpen }) => !isOpen)).toEqual([]);
});
