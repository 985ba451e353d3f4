import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startPretendedSystem } from "./pretended-system.fixture.ts";

let system: Awaited<ReturnType<typeof startPretendedSystem>>;

const change = (more: object) => ({
  ...{ line: "change", entryId: "e1", kind: "user", state: "active", changes: ["updated"], dn: "uid=zoe,dc=example", name: "Zoë" },
  ...{ mail: "zoe@example.com", changed: {}, members: null, held: false },
  ...more,
});
const counts = { read: 1204, created: 1, updated: 2, moved: 0, disabled: 0, enabled: 0, removed: 0, restored: 0 };
const summary = { ...{ line: "summary", host: "dc1", counts, held: null, active: 1203, references: [], durationMs: 3210 } };

beforeAll(async () => {
  system = await startPretendedSystem();
});
beforeEach(() => {
  Object.assign(system.answer, { lines: [{ line: "progress", read: 5 }, summary], isCutOff: false, asked: [] });
});
afterAll(() => system[Symbol.dispose]());

test("each change is a line with what was and what will be, and the end says what a run would come to", async () => {
  const title = { before: ["Engineer"], after: ["Principal\u001b[31m"] };
  const held = { reasons: ["removals"], removed: 1, disabled: 0, groups: 0, membersLost: 0 };
  system.answer.lines = [
    { line: "progress", read: 1000 },
    change({ changes: ["created"], changed: { cn: { before: null, after: ["Zoë"] } } }),
    change({ changes: ["moved", "updated"], changed: { dn: { before: ["uid=z"], after: ["uid=zoe"] }, title }, name: null, mail: null }),
    change({ kind: "group", name: "Staff", mail: null, members: { added: 3, removed: 1 } }),
    change({ changes: ["removed"], state: "removed", held: true }),
    { ...summary, held, references: ["ldap://dc9/DC=sub"] },
  ];
  const { status, out, err } = await system.dirstream("connector", "preview", "Head office");
  expect(out).toBe(
    [
      "created           user     Zoë <zoe@example.com>  uid=zoe,dc=example",
      "moved+updated     user     uid=zoe,dc=example  dn: uid=z → uid=zoe; title: Engineer → Principal\\u{1b}[31m",
      "updated           group    Staff  members: +3 −1",
      "removed (held)    user     Zoë <zoe@example.com>",
      "A run now: 1 created, 2 updated, of 1,204 entries read in 3.2 s.",
      "Held for approval: 1 removed (more removals than the connector's guard lets through).",
      "",
    ].join("\n"),
  );
  expect(err).toBe("Not read, because another server holds it: ldap://dc9/DC=sub\nNothing was changed.\n");
  expect(status).toBe(0);
});

test("a scope is given with options, each list as a whole", async () => {
  const scope = [
    ...["--more-base-dn", "ou=Asia,dc=example", "--exclude", "ou=A,dc=example", "--exclude", "ou=B,dc=example"],
    ...["--people-filter", "(mail=*)", "--group-filter", "(cn=team*)", "--email-domain", "example.com"],
    ...["--record-attribute", "pager", "--omit-attribute", "title", "--omit-attribute", "mobile"],
  ];
  await system.dirstream("connector", "preview", "hq", ...scope);
  await system.dirstream("connector", "preview", "hq", "--whole-scope", "--email-domain", "example.com", "--password-stdin");
  await system.dirstream("connector", "preview", "hq");
  const nothing = {
    moreBaseDns: null,
    excludedDns: null,
    peopleFilter: null,
    groupFilter: null,
    moreAttributes: null,
    omittedAttributes: null,
  };
  expect(system.answer.asked.map(({ path, body }) => [path, body])).toEqual(
    [
      {
        scope: {
          ...{ moreBaseDns: ["ou=Asia,dc=example"], excludedDns: ["ou=A,dc=example", "ou=B,dc=example"], emailDomains: ["example.com"] },
          ...{ peopleFilter: "(mail=*)", groupFilter: "(cn=team*)", moreAttributes: ["pager"], omittedAttributes: ["title", "mobile"] },
        },
      },
      { scope: { ...nothing, emailDomains: ["example.com"] }, bindPassword: "S3cret" },
      {},
    ].map((body) => ["/api/v1/accounts/default/connectors/hq/preview", body]),
  );
});

test("a directory is previewed before it is added, and needs no name yet", async () => {
  const typed = ["--primary-host", "dc1.example.com", "--bind-dn", "cn=r,dc=example", "--base-dn", "dc=example", "--removals-count", "3"];
  const { status } = await system.dirstream("connection", "preview", ...typed, "--password-stdin");
  expect(system.answer.asked).toEqual([
    {
      path: "/api/v1/accounts/default/preview",
      accept: "application/x-ndjson",
      body: {
        ...{ name: "Preview", environment: "on-premises", primaryHost: "dc1.example.com", encryptionMode: "strict", port: 636 },
        ...{ bindDn: "cn=r,dc=example", baseDn: "dc=example", guard: { removals: { count: 3 } }, bindPassword: "S3cret" },
      },
    },
  ]);
  expect(status).toBe(0);
});

test("with --json the API's lines are printed, but for how far it is", async () => {
  system.answer.lines = [{ line: "progress", read: 1 }, change({}), summary];
  const { out } = await system.dirstream("connector", "preview", "hq", "--json");
  expect(
    out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toEqual([change({}), summary]);
});

test("a preview that came to nothing says why", async () => {
  system.answer.lines = [change({}), { line: "failed", stage: "bind", code: "invalidCredentials", message: "Check the password." }];
  const { status, err } = await system.dirstream("connector", "preview", "hq");
  expect([status, err]).toEqual([1, "There is no preview: Check the password.\n"]);
});

test.each([
  ["cut off", true, []],
  ["without its last line", false, [change({})]],
])("an answer that is %s is none", async (_, isCutOff, lines) => {
  Object.assign(system.answer, { lines, isCutOff });
  const { status, err } = await system.dirstream("connector", "preview", "hq");
  expect(status).toBe(1);
  expect(err).toMatch(/broke off|was cut/);
});
