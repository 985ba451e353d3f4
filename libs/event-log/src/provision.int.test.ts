import { setTimeout as delay } from "node:timers/promises";
import { STREAM_NAMES } from "@dirstream/contracts";
import { afterEach, expect, inject, test } from "vitest";
import { askApi } from "./ask.ts";
import { connectEventLog } from "./connect.ts";
import { EventLogMisconfigured } from "./errors.ts";
import type { EventLog } from "./event-log.ts";
import { streamIdentity } from "./look-up.ts";
import { checkStreams, provision } from "./provision.ts";
import { canKillServers, startNatsProcess } from "./testing/nats-process.ts";
import { newNamespace, openTestLog } from "./testing/test-log.ts";

const open: EventLog[] = [];
afterEach(async () => {
  for (const log of open.splice(0)) await log[Symbol.asyncDispose]();
});
const opened = async (options?: Parameters<typeof openTestLog>[0]): Promise<EventLog> => {
  const log = await openTestLog(options);
  open.push(log);
  return log;
};

interface StreamInfo {
  config: Record<string, unknown>;
}
const configOf = async (log: EventLog, stream: string): Promise<Record<string, unknown>> =>
  (await askApi<StreamInfo>(log, `STREAM.INFO.${stream}`)).config;

test("provisioning again changes nothing, and keeps each stream's identity", async () => {
  const log = await opened();
  const before = await Promise.all(STREAM_NAMES.map((stream) => streamIdentity(log, stream)));
  await provision(log);
  await checkStreams(log);
  expect(await Promise.all(STREAM_NAMES.map((stream) => streamIdentity(log, stream)))).toEqual(before);
  expect(new Set(before).size).toBe(STREAM_NAMES.length);
  for (const identity of before) expect(identity).toMatch(/^[0-9a-f-]{36}$/);
});

test("two that provision at once agree", async () => {
  const namespace = newNamespace();
  const log = await connectEventLog({ servers: inject("natsUrl"), name: "test", namespace });
  open.push(log);
  await Promise.all([provision(log), provision(log), provision(log)]);
  await checkStreams(log);
});

test("a log that was never provisioned is refused, saying so", async () => {
  const log = await connectEventLog({ servers: inject("natsUrl"), name: "test", namespace: newNamespace() });
  open.push(log);
  await expect(checkStreams(log)).rejects.toThrow(EventLogMisconfigured);
  await expect(checkStreams(log)).rejects.toThrow(/CONNECTORS is missing: provision/);
});

test("a stream with other settings is refused by both, naming the stream, the setting and both values", async () => {
  const log = await opened();
  const name = log.names.stream("DIRECTORY");
  await askApi(log, `STREAM.UPDATE.${name}`, { ...(await configOf(log, name)), allow_direct: false });
  for (const look of [provision, checkStreams]) {
    await expect(look(log)).rejects.toThrow(`The stream ${name} has allow_direct false, but must have true`);
  }
});

test("more room and more replicas are given to streams that exist; what is not said stays", async () => {
  const log = await opened({ maxBytes: 10_000_000 });
  await provision(log, { maxBytes: 20_000_000 });
  await provision(log);
  expect(await configOf(log, log.names.stream("DIRECTORY"))).toMatchObject({ max_bytes: 20_000_000, num_replicas: 1 });
});

test("a connection that waits for its server can be told to stop", async () => {
  const controller = new AbortController();
  const said: string[] = [];
  const connecting = connectEventLog({
    servers: "nats://user:s3cret@127.0.0.1:1",
    name: "test",
    signal: controller.signal,
    onStatus: ({ type, data }) => {
      said.push(`${type}: ${data}`);
      controller.abort(new Error("enough"));
    },
  });
  await expect(Promise.race([connecting, delay(5000)])).rejects.toThrow("enough");
  expect(said).toEqual(["waiting: no nats-server answers at nats://127.0.0.1:1 (CONNECTION_REFUSED)"]);
});

test.runIf(canKillServers())("a server without JetStream is refused instead of being waited for", async () => {
  await using server = await startNatsProcess("");
  await using log = await connectEventLog({ servers: server.url, name: "test" });
  await expect(provision(log)).rejects.toThrow(/JetStream is off/);
  await expect(checkStreams(log)).rejects.toThrow(EventLogMisconfigured);
});
