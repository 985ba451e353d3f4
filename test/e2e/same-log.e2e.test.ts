import { freePort } from "@dirstream/deploy/components/free-port";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readList } from "../checker/read-model.ts";
import { COMPANY_DN, makeCompany } from "../faults/company.ts";
import { type ServiceMember, startReplica } from "../faults/crew.ts";
import { SERVICE_VICTIMS, type ServiceVictim } from "../faults/schedule.ts";
import { eventually, type Sync } from "../fixtures/api-client.ts";
import type { LiveDirectory } from "../fixtures/live-directory.ts";
import { type RunningSystem, startSystem } from "../fixtures/running-system.ts";
import { toldOtherwise, whatIsTold } from "../fixtures/what-is-told.ts";

const ANSWERED_WITHIN_MS = 60_000;

const stack = new AsyncDisposableStack();
const company = makeCompany(5);
/** Both read the same directory; the second has two processes of each service. */
let single: RunningSystem;
let double: RunningSystem;
let second: Record<ServiceVictim, ServiceMember>;
let directory: LiveDirectory;
const connectors = new Map<RunningSystem, string>();

beforeAll(async () => {
  const settings = { "ldap-fetcher": { PAGE_SIZE: "50" } };
  single = stack.use(await startSystem({ settings }));
  double = stack.use(await startSystem({ settings }));
  directory = await single.startDirectory("openldap", company.ldif);
  const started = SERVICE_VICTIMS.map(
    async (name) => [name, stack.use(await startReplica(double.local.services[name], await freePort()))] as const,
  );
  second = Object.fromEntries(await Promise.all(started)) as Record<ServiceVictim, ServiceMember>;
  await Promise.all(Object.values(second).map(({ ready }) => ready()));
});
afterAll(() => stack.disposeAsync());

const connectorOf = (system: RunningSystem): string => connectors.get(system) ?? expect.unreachable("it has no connector yet");

const register = async (system: RunningSystem): Promise<string> => {
  const { connectorId, requestId } = await system.api.register(directory, { name: "Head office", baseDn: COMPANY_DN });
  connectors.set(system, connectorId);
  return requestId;
};
const askFull = async (system: RunningSystem): Promise<string> =>
  (await system.api.post<{ requestId: string }>(`/connectors/${connectorOf(system)}/syncs`, { mode: "full" })).requestId;
const answered = (system: RunningSystem, requestId: string): Promise<Sync> =>
  eventually("the request is answered", ANSWERED_WITHIN_MS, () => system.api.answered(connectorOf(system), requestId, ANSWERED_WITHIN_MS));
const approve = async (system: RunningSystem): Promise<Sync> => {
  const holds = `connectors/${connectorOf(system)}/holds`;
  const [hold] = await readList<{ holdId: string; digest: string }>(system.address, `${holds}?`);
  const body = { reason: "They have left", digest: hold?.digest };
  const { requestId } = await system.api.post<{ requestId: string }>(`/${holds}/${hold?.holdId}/approve`, body);
  return answered(system, requestId);
};

/** Both do it, one after the other, so that both see the same directory. */
const both = async <Result>(act: (system: RunningSystem) => Promise<Result>): Promise<Result[]> => [await act(single), await act(double)];

const expectSameLog = async (): Promise<void> => {
  const [one, other] = await both(async (system) => whatIsTold(await system.log(), connectorOf(system)));
  expect(one?.size).toBeGreaterThan(0);
  expect(toldOtherwise(one ?? new Map(), other ?? new Map())).toEqual([]);
};

const dies = async (member: ServiceMember, point: string, ask: () => Promise<string>): Promise<string> => {
  await member.server.stop();
  member.arm(point);
  await member.server.start();
  member.arm(undefined);
  await member.ready();
  const requestId = await ask();
  expect(await member.server.exited).toMatchObject({ signal: "SIGKILL" });
  return requestId;
};

test("a first run of which a fetcher dies and another finishes it tells the same as one that nothing disturbs", async () => {
  expect(await answered(single, await register(single))).toMatchObject({ status: "completed" });
  const first = double.local.services["ldap-fetcher"];
  await first.stop(); // so that the other one has to take the request
  const requestId = await dies(second["ldap-fetcher"], "ldap-fetcher.betweenBatches", () => register(double));
  await first.start();
  expect(await answered(double, requestId)).toMatchObject({ status: "completed" });
  await second["ldap-fetcher"].server.start();
  await expectSameLog();
});

test("changes and removals are told the same, whichever of two processes does the work", async () => {
  for (const changes of [200, 0, 150]) {
    if (changes > 0) await directory.change(...company.change(changes));
    for (const { status } of await both(async (system) => answered(system, await askFull(system)))) expect(status).toBe("completed");
  }
  await expectSameLog();
});

test("what is held and approved is the same, and the same goes", async () => {
  await directory.change(...company.leave(400));
  for (const { status } of await both(async (system) => answered(system, await askFull(system)))) expect(status).toBe("held");
  for (const { status } of await both(approve)) expect(status).toBe("completed");
  await expectSameLog();
});

test("one of each that is killed while a run goes on leaves the others with the same to tell", async () => {
  await directory.change(...company.change(150));
  await answered(single, await askFull(single));
  const requestId = await askFull(double);
  const { services } = double.local;
  await Promise.all([services["ldap-fetcher"], services["directory-projector"], services["scheduler-service"]].map((it) => it.kill()));
  await services["directory-projector"].start(); // queries go to it; the other one folds
  expect(await answered(double, requestId)).toMatchObject({ status: "completed" });
  await expectSameLog();
  for (const system of [single, double]) await system.check([{ connector: connectorOf(system), directory, baseDn: COMPANY_DN }]);
});
