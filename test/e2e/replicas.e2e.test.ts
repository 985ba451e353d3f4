import { readFile } from "node:fs/promises";
import { freePort } from "@dirstream/deploy/components/free-port";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isA } from "../checker/stored-message.ts";
import { COMPANY_DN, GROUPS, makeCompany, PEOPLE } from "../faults/company.ts";
import { type ServiceMember, startReplica } from "../faults/crew.ts";
import { SERVICE_VICTIMS, type ServiceVictim } from "../faults/schedule.ts";
import { eventually } from "../fixtures/api-client.ts";
import type { LiveDirectory } from "../fixtures/live-directory.ts";
import { type RunningSystem, startSystem } from "../fixtures/running-system.ts";
import { startTcpProxy, type TcpProxy } from "../setup/tcp-proxy.ts";

const CONNECTORS = ["Red", "Green", "Blue"];
const ANSWERED_WITHIN_MS = 60_000;
const TAKEN_OVER_WITHIN_MS = 40_000;

const stack = new AsyncDisposableStack();
const company = makeCompany(1);
let system: RunningSystem;
let directory: LiveDirectory;
let wayToLdap: TcpProxy;
let second: Record<ServiceVictim, ServiceMember>;
let connectors: readonly string[] = [];

beforeAll(async () => {
  system = stack.use(await startSystem({ settings: { "ldap-fetcher": { PAGE_SIZE: "50" } } }));
  directory = await system.startDirectory("openldap", company.ldif);
  wayToLdap = stack.use(await startTcpProxy({ host: "127.0.0.1", port: directory.slapd.port }));
  const started = SERVICE_VICTIMS.map(
    async (name) => [name, stack.use(await startReplica(system.local.services[name], await freePort()))] as const,
  );
  second = Object.fromEntries(await Promise.all(started)) as Record<ServiceVictim, ServiceMember>;
  await Promise.all(Object.values(second).map(({ ready }) => ready()));
});
afterAll(() => stack.disposeAsync());

const check = () => system.check(connectors.map((connector) => ({ connector, directory, baseDn: COMPANY_DN })));
const askFull = async (connector: string) =>
  (await system.api.post<{ requestId: string }>(`/connectors/${connector}/syncs`, { mode: "full" })).requestId;
const openRunOf = async (connector: string) => {
  const last = (await system.log()).findLast(({ place }) => place.of === "sync" && place.connector === connector);
  return last !== undefined && isA(last, "SyncStarted", "SyncProgressed") ? last : undefined;
};

const isProjecting = async (url: string): Promise<boolean> => {
  const text = await (await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(2_000) })).text();
  return /^projector_active(\{[^}]*\})? 1$/m.test(text);
};

test("several directories are shared among two fetchers, each request is answered by one run, and one projector of two writes", async () => {
  const registered = await Promise.all(
    CONNECTORS.map((name) => system.api.register(directory, { name, baseDn: COMPANY_DN, port: wayToLdap.port })),
  );
  connectors = registered.map(({ connectorId }) => connectorId);
  const syncs = await Promise.all(
    registered.map(({ connectorId, requestId }) => system.api.answered(connectorId, requestId, ANSWERED_WITHIN_MS)),
  );
  for (const sync of syncs)
    expect(sync).toMatchObject({ status: "completed", counts: { read: PEOPLE + GROUPS, created: PEOPLE + GROUPS } });
  const starts = (await system.log()).filter((it) => isA(it, "SyncStarted"));
  expect(starts).toHaveLength(CONNECTORS.length);
  const urls = [system.local.services["directory-projector"].url, second["directory-projector"].url];
  expect((await Promise.all(urls.map(isProjecting))).filter(Boolean)).toHaveLength(1);
  await check();
});

test("one of each is killed in the midst of runs, and the others finish them", async () => {
  await directory.change(...company.change(200));
  const requests = await Promise.all(connectors.map(askFull));
  await eventually("a run is open", 20_000, async () => ((await openRunOf(connectors[0] as string)) === undefined ? undefined : true));
  const { services } = system.local;
  const victims = [services["ldap-fetcher"], services["scheduler-service"], services["directory-projector"]];
  await Promise.all([...victims.map((it) => it.kill()), second["connector-service"].server.kill()]);
  await eventually("the other projector writes", TAKEN_OVER_WITHIN_MS, async () =>
    (await isProjecting(second["directory-projector"].url)) ? true : undefined,
  );
  await services["directory-projector"].start(); // stands by, and answers queries
  await eventually("queries are answered", 20_000, () => system.api.get("/connectors"));
  for (const [at, connector] of connectors.entries()) {
    const sync = await system.api.answered(connector, requests[at] as string, ANSWERED_WITHIN_MS);
    expect(sync).toMatchObject({ status: "completed", error: null });
  }
  await check();
});

test("a fetcher that is frozen in a run is replaced, and when it wakes up it writes nothing more", async () => {
  const connector = connectors[0] as string;
  const people = company.some(50);
  const title = (text: string) => people.map((dn) => ({ modify: dn, with: [["replace", "title", text]] as const }));
  await directory.change(...title("As before"));
  await system.local.services["ldap-fetcher"].start();
  expect(await system.api.sync(connector)).toMatchObject({ status: "completed" });
  await system.local.services["ldap-fetcher"].stop();
  // Only the second fetcher is there, and it freezes when it has read all of it and recorded nothing yet.
  const frozen = second["ldap-fetcher"];
  await frozen.server.stop();
  frozen.arm("ldap-fetcher.beforeTerminal:stop");
  await frozen.server.start();
  await frozen.ready();
  await directory.change(...title("Soon taken back"));
  const requestId = await askFull(connector);
  await eventually("the fetcher is frozen", 30_000, async () => ((await frozen.isFrozen()) ? true : undefined));
  const open = await eventually("its run is open", 10_000, () => openRunOf(connector));
  // What it is about to record is not so any more, and whoever takes over has nothing to record.
  await directory.change(...title("As before"));
  const syncId = isA(open, "SyncStarted", "SyncProgressed") ? open.event.data.syncId : "";
  await system.local.services["ldap-fetcher"].start();
  const sync = await system.api.answered(connector, requestId, ANSWERED_WITHIN_MS);
  expect(sync).toMatchObject({ status: "completed", error: null });
  expect(sync.syncId).not.toBe(syncId);
  const ofFrozenRun = async () => (await system.log()).filter(({ event: { data } }) => "syncId" in data && data.syncId === syncId);
  const written = await ofFrozenRun();
  expect(written.at(-1)).toMatchObject({ event: { type: "SyncFailed", data: { code: "abandoned" } } });

  await frozen.thaw();
  await eventually("the fetcher that was frozen says what became of its run", 60_000, async () => {
    const lines = (await readFile(system.local.services["ldap-fetcher"].logFile, "utf8")).split("\n");
    return lines.some((line) => line.includes(syncId) && /a run (failed|completed)/.test(line)) ? true : undefined;
  });
  expect(await ofFrozenRun()).toEqual(written);
  for (const other of connectors.slice(1)) expect(await system.api.sync(other)).toMatchObject({ status: "completed" });
  await check();
});
