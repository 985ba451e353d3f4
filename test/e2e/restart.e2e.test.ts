import { afterAll, beforeAll, expect, test } from "vitest";
import { lastSequences } from "../checker/read-log.ts";
import { isA } from "../checker/stored-message.ts";
import { eventually, type Sync } from "../fixtures/api-client.ts";
import { awkwardDirectory, BASE_DN } from "../fixtures/awkward-directory.ts";
import type { LiveDirectory } from "../fixtures/live-directory.ts";
import { type RunningSystem, startSystem } from "../fixtures/running-system.ts";
import { watchRuns } from "../fixtures/watch-runs.ts";

const { ldif, people, groups } = awkwardDirectory();
/** A fetcher that died gives its request back after ten seconds, and a server may have to recover first. */
const ANSWERED_WITHIN_MS = 60_000;

const stack = new AsyncDisposableStack();
let system: RunningSystem;
let directory: LiveDirectory;
let connector: string;

beforeAll(async () => {
  // Small pages: a run takes long enough to be hit.
  system = stack.use(await startSystem({ settings: { "ldap-fetcher": { PAGE_SIZE: "50" } } }));
  directory = await system.startDirectory("openldap", ldif);
});
afterAll(() => stack.disposeAsync());

interface Victim {
  readonly kill: () => Promise<void>;
  readonly start: () => Promise<void>;
}

const victimOf = (name: string): Victim => {
  const { services, infrastructure } = system.local;
  const victims: Readonly<Record<string, Victim | undefined>> = {
    ...services,
    "nats-server": infrastructure.nats,
    Postgres: infrastructure.postgres,
  };
  return victims[name] ?? expect.unreachable(`nothing is called ${name}`);
};

const killedDuring = async (name: string, request: () => Promise<string>): Promise<Sync> => {
  const before = (await lastSequences(system.logAddress)).get("DIRECTORY") ?? 0;
  const requestId = await request();
  await using watch = await watchRuns(system, connector);
  const runIsUnderWay = async () => {
    const last = await watch.last();
    return last?.isOpen === true && last.sequence > before ? true : undefined;
  };
  // The run may have ended before it was seen under way; then the service dies right after it, which must do no harm either.
  await Promise.race([eventually("a run is under way", 20_000, runIsUnderWay), system.api.answered(connector, requestId)]);
  const victim = victimOf(name);
  await victim.kill();
  await victim.start();
  return system.api.answered(connector, requestId, ANSWERED_WITHIN_MS);
};

test("a fetcher that is killed in the first synchronisation is followed by one that brings it to its end", async () => {
  const sync = await killedDuring("ldap-fetcher", async () => {
    const { connectorId, requestId } = await system.api.register(directory, { name: "Head office", baseDn: BASE_DN });
    connector = connectorId;
    return requestId;
  });
  expect(sync).toMatchObject({ status: "completed", error: null, counts: { read: people.length + groups.length } });
  const ends = (await system.log()).flatMap((it) => (isA(it, "SyncCompleted", "SyncFailed") ? [it.event] : []));
  expect(ends).toMatchObject([{ type: "SyncFailed", data: { code: "abandoned" } }, { type: "SyncCompleted" }]);
  await system.check([{ connector, directory }]);
});

const order = ["directory-projector", "nats-server", "Postgres", "connector-service", "scheduler-service", "console", "ldap-fetcher"];

test.each(order.map((name, at) => [name, at] as const))(
  "%s is killed while a directory of thousands is synchronised, and nothing is lost",
  async (name, at) => {
    const changed = people.slice(at * 300, at * 300 + 250);
    await directory.change(
      ...changed.slice(50).map(({ dn }) => ({ modify: dn, with: [["replace", "title", `After ${name}`]] as const })),
      ...changed.slice(0, 50).map(({ dn }) => ({ remove: dn })),
    );
    const sync = await killedDuring(
      name,
      async () => (await system.api.post<{ requestId: string }>(`/connectors/${connector}/syncs`, { mode: "full" })).requestId,
    );
    expect(sync).toMatchObject({ status: "completed", error: null });
    await system.check([{ connector, directory }]);
  },
);
