import { describe, expect, test } from "vitest";
import { permissionsOf, ROLES } from "./permissions.ts";
import type { UserName } from "./users.ts";

type Service = Exclude<UserName, "admin">;
const services = Object.keys(ROLES) as Service[];

/** As the server matches: `*` one word, `>` the rest. */
const matches = (pattern: string, subject: string): boolean => {
  const words = subject.split(".");
  const parts = pattern.split(".");
  const upTo = parts.indexOf(">");
  if (upTo < 0 ? parts.length !== words.length : words.length <= upTo) return false;
  return parts.slice(0, upTo < 0 ? undefined : upTo).every((part, at) => part === "*" || part === words[at]);
};

const mayPublish = (user: Service, subject: string): boolean => {
  const { allow, deny } = permissionsOf(user).publish;
  return allow.some((pattern) => matches(pattern, subject)) && !deny.some((pattern) => matches(pattern, subject));
};

const whoMayPublish = (subject: string): Service[] => services.filter((user) => mayPublish(user, subject));

describe("only one service writes", () => {
  test.each([
    ["account.v1.acme", ["connector-service"]],
    ["connector.v1.acme.ad", ["connector-service"]],
    ["sync-request.v1.acme.ad", ["connector-service", "scheduler-service"]],
    ["directory.v1.acme.ad.sync", ["ldap-fetcher"]],
    ["directory.v1.acme.ad.entry.user.1", ["ldap-fetcher"]],
    ["progress.v1.acme.ad", ["ldap-fetcher"]],
    ["ldap.v1.test", ["connector-service"]],
    ["readmodel.v1.rebuild", ["connector-service"]],
    ["$KV.SEALED.acme.ad.1", ["connector-service"]],
    ["$KV.KNOWN.acme.ad.a.0", ["ldap-fetcher"]],
    ["attention.v1.test", ["connector-service"]],
    ["$KV.TOLD.acme.0", ["directory-projector"]],
    ["$JS.API.STREAM.MSG.GET.KV_TOLD", ["directory-projector"]],
    ["$JS.API.DIRECT.GET.KV_KNOWN.$KV.KNOWN.acme.ad", ["ldap-fetcher"]],
  ])("%s: %s", (subject, users) => {
    expect(whoMayPublish(subject)).toEqual(users);
  });
});

test("sync requests are taken by the fetcher alone, though others read them", () => {
  expect(whoMayPublish("$JS.API.CONSUMER.MSG.NEXT.SYNC_REQUESTS.ldap-fetcher")).toEqual(["ldap-fetcher"]);
  expect(whoMayPublish("$JS.ACK.SYNC_REQUESTS.ldap-fetcher.1.1.1.1.1")).toEqual(["ldap-fetcher"]);
  expect(whoMayPublish("$JS.API.CONSUMER.MSG.NEXT.SYNC_REQUESTS.some-reader")).toHaveLength(services.length);
});

test("sealed passwords are read by the fetcher and by who puts them there", () => {
  expect(whoMayPublish("$JS.API.STREAM.MSG.GET.KV_SEALED")).toEqual(["connector-service", "ldap-fetcher"]);
});

test.each([
  "$JS.API.STREAM.CREATE.X",
  "$JS.API.STREAM.UPDATE.DIRECTORY",
  "$JS.API.STREAM.DELETE.DIRECTORY",
  "$JS.API.STREAM.PURGE.DIRECTORY",
  "$JS.API.STREAM.MSG.DELETE.DIRECTORY",
  "$JS.API.STREAM.RESTORE.X",
  "$JS.API.STREAM.SNAPSHOT.DIRECTORY",
  "$JS.API.CONSUMER.DELETE.DIRECTORY.x",
  "$JS.API.CONSUMER.DURABLE.CREATE.DIRECTORY.x",
  "$JS.API.CONSUMER.CREATE.SYNC_REQUESTS.ldap-fetcher",
  "$JS.API.CONSUMER.CREATE.SYNC_REQUESTS.ldap-fetcher.sync-request.v1.>",
  "$SYS.REQ.SERVER.PING",
  "anything.else",
])("%s is an admin's", (subject) => {
  expect(whoMayPublish(subject)).toEqual([]);
});

test("nobody listens to another's answers", () => {
  for (const user of services) {
    const inboxes = permissionsOf(user).subscribe.allow.filter((subject) => subject.startsWith("_INBOX"));
    expect(inboxes).toEqual([`_INBOX_${user}.>`]);
  }
});

test("in a namespace nobody reaches out of it", () => {
  for (const user of services) {
    const { publish, subscribe } = permissionsOf(user, "t1");
    for (const subject of [...publish.allow, ...subscribe.allow])
      expect(subject).toMatch(/^(t1\.|_INBOX_|\$KV\.T1_|\$JS\.(API|ACK)\..*T1_)/);
  }
});
