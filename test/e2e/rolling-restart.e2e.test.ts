import type { Exit } from "@dirstream/deploy/components/processes";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isA } from "../checker/stored-message.ts";
import { COMPANY_DN, makeCompany } from "../faults/company.ts";
import { SERVICE_VICTIMS, type ServiceVictim } from "../faults/schedule.ts";
import { eventually } from "../fixtures/api-client.ts";
import type { LiveDirectory } from "../fixtures/live-directory.ts";
import { type RunningSystem, startSystem } from "../fixtures/running-system.ts";

const ROUNDS = 3;
const ANSWERED_WITHIN_MS = 60_000;

const stack = new AsyncDisposableStack();
const company = makeCompany(4);
let system: RunningSystem;
let directory: LiveDirectory;

beforeAll(async () => {
  // Small pages: a run takes long enough to be met.
  system = stack.use(await startSystem({ settings: { "ldap-fetcher": { PAGE_SIZE: "50", RETRY_DELAYS_MS: "200,400,800,1600" } } }));
  directory = await system.startDirectory("openldap", company.ldif);
});
afterAll(() => stack.disposeAsync());

const lastOf = async (connector: string): Promise<number> =>
  (await system.log()).findLast(({ place }) => place.of === "sync" && place.connector === connector)?.sequence ?? 0;

const restart = async (name: ServiceVictim): Promise<Exit> => {
  const service = system.local.services[name];
  const { exited } = service;
  await service.stop();
  await service.start();
  await eventually(`${name} is ready`, 60_000, async () => ((await fetch(`${service.url}/readyz`)).ok ? true : undefined));
  return exited;
};

test("every service is asked to end and started again, over and over, in the midst of runs: none is abandoned, and each leaves in peace", async () => {
  const { connectorId, requestId } = await system.api.register(directory, { name: "Head office", baseDn: COMPANY_DN });
  const requests = [requestId];
  let before = 0;
  for (let round = 0; round < ROUNDS; round++) {
    await eventually("a run has begun", 30_000, async () => ((await lastOf(connectorId)) > before ? true : undefined));
    for (const name of SERVICE_VICTIMS) expect(await restart(name), name).toEqual({ code: 0, signal: null });
    await directory.change(...company.change(60));
    before = await lastOf(connectorId);
    const ask = () => system.api.post<{ requestId: string }>(`/connectors/${connectorId}/syncs`, { mode: "full" });
    requests.push((await eventually("a run is asked for", 20_000, ask)).requestId);
  }
  for (const request of requests) {
    const sync = await eventually("queries are answered", 20_000, () => system.api.answered(connectorId, request, ANSWERED_WITHIN_MS));
    expect(sync).toMatchObject({ status: "completed", error: null });
  }
  const failures = (await system.log()).flatMap((it) => (isA(it, "SyncFailed") ? [it.event.data.code] : []));
  expect(failures).not.toContain("abandoned");
  await system.check([{ connector: connectorId, directory, baseDn: COMPANY_DN }]);
});
