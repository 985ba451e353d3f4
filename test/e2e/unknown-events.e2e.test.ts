import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { subjects } from "@dirstream/contracts";
import { connect, credsAuthenticator } from "nats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connectAsAdmin } from "../checker/read-log.ts";
import { eventually } from "../fixtures/api-client.ts";
import { awkwardDirectory, BASE_DN } from "../fixtures/awkward-directory.ts";
import type { LiveDirectory } from "../fixtures/live-directory.ts";
import { type RunningSystem, startSystem } from "../fixtures/running-system.ts";

interface Connector {
  readonly status: string;
  readonly halted: readonly { readonly stream: string; readonly sequence: number; readonly reason: string }[];
}

const { ldif, people } = awkwardDirectory({ people: 200, groups: 10 });
const foreign = new Set<string>();
const stack = new AsyncDisposableStack();
let system: RunningSystem;
let directory: LiveDirectory;
let [struck, healthy] = ["", ""];

beforeAll(async () => {
  system = stack.use(await startSystem());
  directory = await system.startDirectory("openldap", ldif);
  const registered = await Promise.all(["Struck", "Healthy"].map((name) => system.api.register(directory, { name, baseDn: BASE_DN })));
  [struck, healthy] = registered.map(({ connectorId }) => connectorId) as [string, string];
  for (const { connectorId, requestId } of registered) {
    expect(await system.api.answered(connectorId, requestId)).toMatchObject({ status: "completed" });
  }
});
afterAll(() => stack.disposeAsync());

const show = (connector: string) => system.api.get<Connector>(`/connectors/${connector}`);
const titleOf = async (connector: string): Promise<unknown> => {
  const { items } = await system.api.get<{ items: { profile: { title?: string } }[] }>(
    `/users?connector=${connector}&email=${people[1]?.uid}@example.com`,
  );
  return items[0]?.profile.title;
};

/** What nobody but the log's administrator can do. */
const publishAsAdmin = async (subject: string, payload: string): Promise<number> => {
  const nats = await connectAsAdmin(system.logAddress);
  try {
    const { seq } = await nats.jetstream().publish(subject, payload);
    foreign.add(`DIRECTORY/${seq}`);
    return seq;
  } finally {
    await nats.close();
  }
};

const newerEvent = (type: string): string =>
  JSON.stringify({
    specversion: "1.0",
    id: randomUUID(),
    source: "/tomorrow",
    type,
    time: new Date().toISOString(),
    data: { anything: 1 },
  });

describe.each([
  ["a message that is no event", "{ not JSON"],
  ["an event of a version from the future", newerEvent("dirstream.EntryChanged.v99")],
  ["an event that today's contract does not know", newerEvent("dirstream.EntryBlessed.v1")],
  ["an event that breaks its contract", newerEvent("dirstream.EntryChanged.v1")],
])("%s", (what, payload) => {
  let sequence: number;
  const title = `Title after ${what}`;

  test("halts the read model of its connector, which says so", async () => {
    sequence = await publishAsAdmin(subjects.hold(system.address.account, struck, `foreign-${foreign.size}`, 0), payload);
    const { halted } = await eventually("the connector halts", 10_000, async () => {
      const connector = await show(struck);
      return connector.status === "halted" ? connector : undefined;
    });
    expect(halted).toEqual([{ stream: "DIRECTORY", sequence, reason: expect.stringMatching(/\w+ \w+/) }]);
  });

  test("holds up no other connector, and nothing of its own beyond the read model", async () => {
    await directory.change({ modify: people[1]?.dn ?? "", with: [["replace", "title", title]] });
    expect(await system.api.sync(healthy)).toMatchObject({ status: "completed", counts: { updated: 1 } });
    expect(await titleOf(healthy)).toBe(title);
    expect((await show(healthy)).halted).toEqual([]);
    await system.api.post(`/connectors/${struck}/syncs`, { mode: "full" });
    await eventually("the struck connector is synchronised all the same", 20_000, async () => {
      const recorded = (await system.log()).filter(
        (it) => it.place.of === "sync" && it.place.connector === struck && it.sequence > sequence,
      );
      return recorded.at(-1)?.event.type === "SyncCompleted" ? true : undefined;
    });
    expect(await titleOf(struck)).not.toBe(title);
    await system.check([], { foreign });
  });

  test("is read again when somebody says so, and halts again", async () => {
    await system.api.post(`/connectors/${struck}/projection/resume`, { stream: "DIRECTORY", sequence, skip: false, reason: "Perhaps now" });
    expect((await show(struck)).status).toBe("halted");
  });

  test("is stepped over when somebody says so, and everything after it is there", async () => {
    await system.api.post(`/connectors/${struck}/projection/resume`, {
      stream: "DIRECTORY",
      sequence,
      skip: true,
      reason: "It is not ours",
    });
    await eventually("the connector goes on", 10_000, async () => ((await show(struck)).halted.length === 0 ? true : undefined));
    expect(await titleOf(struck)).toBe(title);
    await system.check(
      [struck, healthy].map((connector) => ({ connector, directory })),
      { foreign },
    );
  });
});

test("no service but the fetcher can write to the log of the directories", async () => {
  for (const name of ["directory-projector", "connector-service", "scheduler-service"] as const) {
    const credentials = await readFile(system.local.infrastructure.credentialsFileOf(name) ?? "");
    const nats = await connect({ servers: system.local.file.natsUrl, authenticator: credsAuthenticator(credentials) });
    const subject = subjects.entry(system.address.account, struck, "user", "rogue");
    await expect(nats.jetstream().publish(subject, "{}", { timeout: 2000 }), name).rejects.toThrow(/permission/i);
    await nats.close();
  }
});
