import { SEALED_BUCKET, SYNC_WORK, subjects } from "@dirstream/contracts";
import { ErrorCode, type NatsConnection, NatsError } from "nats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { append } from "./append.ts";
import { appendBatch } from "./append-batch.ts";
import { connectEventLog } from "./connect.ts";
import { consumeWork } from "./consume-work.ts";
import { EventLogMisconfigured } from "./errors.ts";
import type { EventLog } from "./event-log.ts";
import { lastMessage, lastMessages, messageAt } from "./look-up.ts";
import { natsConfiguration } from "./nats-configuration.ts";
import { checkStreams, provision } from "./provision.ts";
import { lastPerSubject, readToEnd } from "./read.ts";
import { request, respond } from "./request.ts";
import { requestParts, respondInParts } from "./request-parts.ts";
import { canKillServers, type NatsProcess, startNatsProcess } from "./testing/nats-process.ts";
import { bytes, collect, text } from "./testing/test-log.ts";
import { newUser, USER_NAMES, type UserName } from "./users.ts";
import { deleteValue, getValue, listKeys, putValue } from "./values.ts";
import { publishVolatile, subscribeVolatile } from "./volatile.ts";

describe.runIf(canKillServers())("a server with the generated configuration", () => {
  const users = USER_NAMES.map((name) => newUser(name));
  const logs = new Map<UserName, EventLog>();
  let server: NatsProcess;

  const credentialsOf = (name: UserName): string => users.find((user) => user.name === name)?.credentials ?? "";
  const as = (name: UserName): EventLog => logs.get(name) as EventLog;

  beforeAll(async () => {
    server = await startNatsProcess(natsConfiguration({ users }));
    for (const name of USER_NAMES) {
      logs.set(name, await connectEventLog({ servers: server.url, name, credentials: credentialsOf(name) }));
    }
    await provision(as("admin"));
  });
  afterAll(async () => {
    for (const log of logs.values()) await log[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  });

  const services = USER_NAMES.filter((name) => name !== "admin");

  describe("every service can do its work", () => {
    test.each(services)("%s checks the streams", async (name) => {
      await checkStreams(as(name));
    });

    test("connector-service configures, requests, seals, and looks at the runs", async () => {
      const log = as("connector-service");
      const subject = subjects.connector("acme", "ad");
      const sequence = await append(log, { subject, payload: bytes("registered"), expectedSequence: 0 });
      await append(log, { subject: subjects.account("acme"), payload: bytes("account"), expectedSequence: 0 });
      await append(log, { subject: subjects.syncRequest("acme", "ad"), payload: bytes("first"), expectedSequence: 0 });
      expect(await collect(readToEnd(log, { stream: "CONNECTORS", filters: [subject] }))).toHaveLength(1);
      expect(await collect(readToEnd(log, { stream: "SYNC_REQUESTS" }))).toHaveLength(1);
      expect(await messageAt(log, { stream: "CONNECTORS", sequence })).toBeDefined();
      await putValue(log, { bucket: SEALED_BUCKET, key: "acme.ad.1", value: bytes("sealed") });
      await putValue(log, { bucket: SEALED_BUCKET, key: "acme.ad.2", value: bytes("sealed") });
      await deleteValue(log, { bucket: SEALED_BUCKET, key: "acme.ad.2" });
      expect(await listKeys(log, { bucket: SEALED_BUCKET, filter: "acme.>" })).toEqual(["acme.ad.1"]);
      expect(await lastMessage(log, { stream: "DIRECTORY", subject: subjects.sync("acme", "ad") })).toBeUndefined();
      expect(await lastMessage(log, { stream: "DIRECTORY", subject: subjects.sync("acme", "ad"), from: "any" })).toBeUndefined();
      expect(await collect(readToEnd(log, { stream: "DIRECTORY", filters: [subjects.sync("acme", "ad")] }))).toEqual([]);
    });

    test("scheduler-service requests, and folds what it decides by", async () => {
      const log = as("scheduler-service");
      await append(log, { subject: subjects.syncRequest("acme", "other"), payload: bytes("slot"), expectedSequence: 0 });
      await collect(readToEnd(log, { stream: "CONNECTORS" }));
      await collect(lastPerSubject(log, { stream: "SYNC_REQUESTS", filter: "sync-request.v1.>" }));
    });

    test("ldap-fetcher takes work, opens passwords, writes runs, answers and tells how it goes", async () => {
      const log = as("ldap-fetcher");
      const controller = new AbortController();
      const done: (string | undefined)[] = [];
      const handle = async ({ message }: { message: Parameters<typeof text>[0] }) => {
        if (done.push(text(message)) === 2) controller.abort();
        return { do: "ack" } as const;
      };
      await consumeWork(log, { ...SYNC_WORK, concurrency: 1, signal: controller.signal, handle });
      expect(done).toEqual(["first", "slot"]);
      expect(text(await getValue(log, { bucket: SEALED_BUCKET, key: "acme.ad.1" }))).toBe("sealed");

      const sync = subjects.sync("acme", "ad");
      const started = await append(log, { subject: sync, payload: bytes("started"), expectedSequence: 0 });
      const entry = subjects.entry("acme", "ad", "user", "1");
      const messages = [
        { subject: sync, payload: bytes("progressed"), expectedSequence: started },
        { subject: entry, payload: bytes("entry"), expectedSequence: 0 },
      ];
      expect(await appendBatch(log, { stream: "DIRECTORY", messages })).toMatchObject({ kind: "stored" });
      expect(
        await collect(lastPerSubject(log, { stream: "DIRECTORY", filter: subjects.entriesOf("acme", "ad"), headersOnly: true })),
      ).toHaveLength(1);
      expect(await lastMessages(log, { stream: "DIRECTORY", subjects: [entry] })).toMatchObject([{ subject: entry }]);

      await using _alive = respond(log, { subject: subjects.syncRun("run"), handle: () => bytes("alive") });
      expect(text(await request(log, { subject: subjects.syncRun("run"), payload: bytes(""), timeoutMs: 1000 }))).toBe("alive");
      await using _test = respond(log, { subject: "ldap.v1.test", queue: "fetchers", handle: () => bytes("bound") });
      await log.nats.flush();
      expect(text(await request(as("connector-service"), { subject: "ldap.v1.test", payload: bytes(""), timeoutMs: 1000 }))).toBe("bound");
    });

    test("connector-service is given an answer of ldap-fetcher in as many parts as it has", async () => {
      await using _test = respondInParts(as("ldap-fetcher"), {
        subject: "ldap.v1.preview",
        handle: async function* () {
          for (let n = 1; n <= 20; n++) yield bytes(`${n}`);
        },
      });
      await as("ldap-fetcher").nats.flush();
      const parts: (string | undefined)[] = [];
      const question = { subject: "ldap.v1.preview", payload: bytes(""), timeoutMs: 1000 };
      for await (const part of requestParts(as("connector-service"), question)) parts.push(text(part));
      expect(parts).toEqual(Array.from({ length: 20 }, (_, n) => `${n + 1}`));
    });

    test("directory-projector reads everything, hears how runs go, and is asked for work on its read model", async () => {
      const log = as("directory-projector");
      const subject = subjects.readModel("rebuild");
      await using _answering = respond(log, { subject, handle: () => bytes("started") });
      await log.nats.flush();
      expect(text(await request(as("connector-service"), { subject, payload: bytes(""), timeoutMs: 1000 }))).toBe("started");
      for (const stream of ["CONNECTORS", "SYNC_REQUESTS", "DIRECTORY"] as const) {
        expect((await collect(readToEnd(log, { stream }))).length).toBeGreaterThan(0);
      }
      expect(await collect(readToEnd(log, { stream: "DIRECTORY", filters: subjects.entryHistory("acme", "ad", "1") }))).toHaveLength(1);
      const controller = new AbortController();
      const progress = subscribeVolatile(log, { subject: "progress.v1.acme.*", signal: controller.signal });
      await log.nats.flush();
      publishVolatile(as("ldap-fetcher"), { subject: subjects.progress("acme", "ad"), payload: bytes("half") });
      expect(text((await progress.next()).value?.payload)).toBe("half");
      controller.abort();
    });
  });

  /** Whether the server lets it through: a refusal comes before the answer to the ping that follows. */
  const refused = async (
    nats: NatsConnection,
    operation: "publish" | "subscription",
    subject: string,
    attempt: () => void,
  ): Promise<boolean> => {
    const errors: NatsError[] = [];
    const status = nats.status();
    const listening = (async () => {
      for await (const { type, permissionContext } of status as AsyncIterable<{
        type: string;
        permissionContext?: NatsError["permissionContext"];
      }>) {
        if (type === "error" && permissionContext?.operation === operation && permissionContext.subject === subject) {
          errors.push(new NatsError("refused", ErrorCode.PermissionsViolation));
        }
      }
    })();
    attempt();
    await nats.flush();
    await nats.flush();
    (status as unknown as { stop: () => void }).stop();
    await listening;
    return errors.length > 0;
  };

  const whoMay = async (operation: "publish" | "subscription", subject: string): Promise<UserName[]> => {
    const may: UserName[] = [];
    for (const name of services) {
      const { nats } = as(name);
      const attempt = () => {
        if (operation === "publish") nats.publish(subject, "{}");
        else nats.subscribe(subject, { callback: () => {} });
      };
      if (!(await refused(nats, operation, subject, attempt))) may.push(name);
    }
    return may;
  };

  const connectorService: UserName = "connector-service";
  const fetcher: UserName = "ldap-fetcher";
  const all = [...services];

  // `x` is no account, so that nothing here disturbs the tests above
  test.each<[string, UserName[]]>([
    ["account.v1.x", [connectorService]],
    ["connector.v1.x.y", [connectorService]],
    ["connector.v1.x.y.z", []],
    ["sync-request.v1.x.y", [connectorService, "scheduler-service"]],
    ["directory.v1.x.y.sync", [fetcher]],
    ["directory.v1.x.y.entry.user.1", [fetcher]],
    ["progress.v1.x.y", [fetcher]],
    ["sync-run.v1.x", [fetcher]],
    ["ldap.v1.verify-password", [connectorService]],
    ["readmodel.v1.rebuild", [connectorService]],
    ["$KV.SEALED.x.y.1", [connectorService]],
    ["_INBOX_connector-service.stolen", []],
    ["_INBOX.anybody", []],
    ["$JS.API.STREAM.INFO.DIRECTORY", all],
    ["$JS.API.STREAM.INFO.KV_SEALED", []],
    ["$JS.API.STREAM.LIST", []],
    ["$JS.API.STREAM.CREATE.X", []],
    ["$JS.API.STREAM.UPDATE.DIRECTORY", []],
    ["$JS.API.STREAM.DELETE.X", []],
    ["$JS.API.STREAM.PURGE.X", []],
    ["$JS.API.STREAM.MSG.DELETE.DIRECTORY", []],
    ["$JS.API.STREAM.MSG.GET.DIRECTORY", [connectorService, fetcher, "directory-projector"]],
    ["$JS.API.STREAM.MSG.GET.KV_SEALED", [connectorService, fetcher]],
    ["$JS.API.DIRECT.GET.KV_SEALED.$KV.SEALED.acme.ad.1", []],
    ["$JS.API.DIRECT.GET.DIRECTORY.directory.v1.acme.ad.entry.user.1", [fetcher, "directory-projector"]],
    ["$JS.API.CONSUMER.CREATE.DIRECTORY.reader", [fetcher, "directory-projector"]],
    ["$JS.API.CONSUMER.CREATE.DIRECTORY.reader.directory.v1.acme.ad.entry.*.*", [fetcher, "directory-projector"]],
    ["$JS.API.CONSUMER.CREATE.DIRECTORY.reader.directory.v1.acme.ad.sync", [connectorService, fetcher, "directory-projector"]],
    ["$JS.API.CONSUMER.DURABLE.CREATE.DIRECTORY.x", []],
    ["$JS.API.CONSUMER.DELETE.DIRECTORY.x", []],
    ["$JS.API.CONSUMER.CREATE.SYNC_REQUESTS.ldap-fetcher", []],
    ["$JS.API.CONSUMER.CREATE.SYNC_REQUESTS.ldap-fetcher.sync-request.v1.*.*", []],
    ["$JS.API.CONSUMER.MSG.NEXT.SYNC_REQUESTS.ldap-fetcher", [fetcher]],
    ["$JS.ACK.SYNC_REQUESTS.ldap-fetcher.1.9.9.1.0", [fetcher]],
    ["$SYS.REQ.SERVER.PING", []],
    ["anything.else", []],
  ])("%s may be published by %j", async (subject, users) => {
    expect(await whoMay("publish", subject)).toEqual(users);
  });

  test.each<[string, UserName[]]>([
    ["ldap.v1.*", [fetcher]],
    ["sync-run.v1.*", [fetcher]],
    ["progress.v1.*.*", ["directory-projector"]],
    ["readmodel.v1.*", ["directory-projector"]],
    ["_INBOX_connector-service.>", [connectorService]],
    ["_INBOX_ldap-fetcher.>", [fetcher]],
    ["_INBOX.>", []],
    ["directory.v1.>", []],
    ["connector.v1.>", []],
    ["$KV.SEALED.>", []],
    ["$JS.>", []],
    [">", []],
  ])("%s may be listened to by %j", async (subject, users) => {
    expect(await whoMay("subscription", subject)).toEqual(users);
  });

  test("who has no credentials, or foreign ones, is refused at once", async () => {
    const foreign = newUser("admin").credentials;
    for (const credentials of [undefined, foreign]) {
      await expect(connectEventLog({ servers: server.url, name: "stranger", credentials })).rejects.toThrow(EventLogMisconfigured);
    }
  });

  test("what a user may not do is a sentence that names the subject", async () => {
    const subject = subjects.connector("acme", "forbidden");
    const forbidden = append(as("scheduler-service"), { subject, payload: bytes("x"), expectedSequence: 0 });
    await expect(forbidden).rejects.toThrow(`may not publish to ${subject}`);
  });
});
