import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Input } from "./ask.ts";
import { runProgram } from "./program.ts";

// A system in small: answers what the test says, in the shapes of the API, and records what it is asked.
interface Seen {
  readonly asked: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: unknown;
}
type Answer = object | ((request: IncomingMessage, response: ServerResponse) => void);
let answers: Record<string, Answer | Answer[]>;
let seen: Seen[];
let server: Server;
let url: string;
let folder: string;

const problem =
  (status: number, code: string, detail: string, extra: object = {}): Answer =>
  (_, response) =>
    void response
      .writeHead(status, { "content-type": "application/problem+json" })
      .end(JSON.stringify({ type: `urn:dirstream:problem:${code}`, title: "No", status, detail, ...extra }));

const withHeaders =
  (body: object, headers: Record<string, string>): Answer =>
  (_, response) =>
    void response.writeHead(200, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cli-"));
  server = createServer(async (request, response) => {
    const asked = `${request.method} ${request.url?.replace("/api/v1/accounts/default", "")}`;
    seen.push({ asked, headers: request.headers, body: await json(request).catch(() => undefined) });
    const wanted = answers[asked];
    const answer = Array.isArray(wanted) ? (wanted.length > 1 ? wanted.shift() : wanted[0]) : wanted;
    if (answer === undefined)
      return void (problem(404, "notFound", `Nobody expected ${asked}`) as (...given: unknown[]) => void)(request, response);
    if (typeof answer === "function") return answer(request, response);
    return void response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  answers = { "GET /connectors?limit=1000": { items: [hq], next: null }, "GET /connectors/hq": withHeaders(hq, { etag: '"12"' }) };
  seen = [];
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

const input: Input = { isTerminal: false, ask: async () => "", askSecret: async () => "", readAll: async () => "S3cret\n" };

const dirstream = async (typed: string[], more: { input?: Partial<Input>; width?: number } = {}) => {
  let out = "";
  let err = "";
  const status = await runProgram(typed, {
    environment: { url, token: "the-token", home: undefined },
    cwd: folder,
    input: { ...input, ...more.input },
    width: more.width ?? 120,
    print: (text) => {
      out += text;
    },
    tell: (text) => {
      err += text;
    },
    now: () => Date.parse("2026-03-02T09:00:00Z"),
  });
  return { status, out, err };
};
const asked = () => seen.map(({ asked }) => asked);

const counts = { read: 1083, created: 1083, updated: 0, moved: 0, disabled: 0, enabled: 0, removed: 0, restored: 0 };
const sync = (status: string, more: object = {}) => ({
  requestId: "r1",
  syncId: "s1",
  mode: "full",
  status,
  reason: "manual",
  counts,
  error: null,
  ...more,
});
const hq = {
  connectorId: "hq",
  name: "Head office",
  environment: "on-premises",
  primaryHost: "dc1.example.com",
  secondaryHost: null,
  port: 636,
  encryptionMode: "strict",
  bindDn: "CN=reader,DC=example,DC=com",
  baseDn: "DC=example,DC=com",
  scope: { moreBaseDns: ["OU=Asia,DC=example"], excludedDns: ["OU=A,DC=example,DC=com"], peopleFilter: "(mail=*)", emailDomains: [] },
  enabled: true,
  status: "healthy",
  revision: 12,
  lastRun: { ...sync("completed"), completedAt: "2026-03-02T08:20:11Z" },
  nextRun: { at: "2026-03-02T13:00:00Z", date: "2026-03-02", time: "13:00", zone: "Etc/GMT" },
  halted: [],
};
const added = [
  "connector",
  "add",
  "--name",
  "Lab",
  "--primary-host",
  "ldap.example.com",
  "--bind-dn",
  "cn=r,dc=example",
  "--base-dn",
  "dc=example",
];

test("a connector is added with what was typed and what is usual, and its password from standard input", async () => {
  answers["POST /connectors"] = { connectorId: "lab", requestId: "r1" };
  const { status, out, err } = await dirstream([
    ...added,
    "--password-stdin",
    "--time",
    "06:30",
    "--time",
    "18:30",
    "--removals-count",
    "50",
  ]);
  expect([status, err]).toEqual([0, ""]);
  expect(out).toBe("Lab is added as lab, and its first run is requested. dirstream sync watch lab follows it.\n");
  expect(seen[0]).toMatchObject({
    headers: { authorization: "Bearer the-token", "content-type": "application/json" },
    body: {
      name: "Lab",
      environment: "on-premises",
      primaryHost: "ldap.example.com",
      encryptionMode: "strict",
      port: 636,
      bindDn: "cn=r,dc=example",
      bindPassword: "S3cret",
      baseDn: "dc=example",
      schedule: { times: ["06:30", "18:30"] },
      guard: { removals: { count: 50 } },
    },
  });
  expect(Object.keys(seen[0]?.body as object)).not.toContain("secondaryHost");
});

test("a password comes from a file, or from whoever types it", async () => {
  answers["POST /connectors"] = { connectorId: "lab" };
  await writeFile(join(folder, "password"), "from a file\n");
  await dirstream([...added, "--password-file", join(folder, "password")]);
  await dirstream([...added, "--encryption", "none"], { input: { isTerminal: true, askSecret: async () => "typed" } });
  expect(seen.map(({ body }) => body)).toMatchObject([{ bindPassword: "from a file" }, { bindPassword: "typed", port: 389 }]);
});

test("without encryption there is a warning", async () => {
  answers["POST /connectors"] = { connectorId: "lab" };
  expect((await dirstream([...added, "--encryption", "none", "--password-stdin"])).err).toContain(
    "anybody on the way can read the password",
  );
});

test("fields that do not fit are said one by one, and the password is in none of it", async () => {
  const errors = [{ pointer: "/primaryHost", detail: "Enter a hostname." }];
  answers["POST /connectors"] = problem(400, "invalidRequest", "The request does not fit; see errors.", { errors });
  expect(await dirstream([...added, "--password-stdin"])).toEqual({
    status: 1,
    out: "",
    err: "The request does not fit; see errors.\n  primaryHost: Enter a hostname.\n",
  });
});

test.each([
  [["connector", "add", "--name", "x"], "required option '--primary-host <host>' not specified"],
  [["conector", "list"], "Did you mean connector?"],
  [["connector", "show"], "missing required argument 'connector'"],
  [["connector", "list", "--limit", "0"], "It must be from 1 to 1000."],
  [[...added, "--password", "S3cret"], "unknown option '--password'"],
  [added, "give --password-file or --password-stdin"],
  [["connector", "remove", "hq"], "give --yes"],
  [["connector", "change", "hq"], "Nothing to change was given"],
])("%j is not understood: status 2", async (typed, sentence) => {
  const { status, out, err } = await dirstream(typed);
  expect([status, out]).toEqual([2, ""]);
  expect(err).toContain(sentence);
});

test("help is no failure", async () => {
  const { status, out } = await dirstream(["connector", "add", "--help"]);
  expect(status).toBe(0);
  expect(out).toContain("--primary-host <host>");
});

test("connectors are listed for people, and for programs", async () => {
  answers["GET /connectors?limit=50"] = { items: [hq], next: null };
  const { out } = await dirstream(["connector", "list"], { width: 200 });
  expect(out).toMatch(/^CONNECTOR +NAME +STATUS +HOST/);
  expect(out).toMatch(
    /hq +Head office +healthy +dc1.example.com:636 +strict +2026-03-02 .*\(39 minutes ago\) +2026-03-02 .*\(in 4 hours\)/,
  );
  expect(JSON.parse((await dirstream(["connector", "list", "--json"])).out)).toEqual({ items: [hq], next: null });
});

test("all pages are one line of JSON for each item", async () => {
  answers["GET /users?limit=1000"] = { items: [{ ...zoe, id: "hq.1" }], next: "c2" };
  answers["GET /users?limit=1000&cursor=c2"] = { items: [{ ...zoe, id: "hq.2" }], next: null };
  const { out } = await dirstream(["user", "list", "--all", "--json"]);
  expect(
    out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).id),
  ).toEqual(["hq.1", "hq.2"]);
  expect((await dirstream(["user", "list", "--all"])).out).toMatch(/hq\.1\n.*hq\.2\n$/);
});

test("a longer list says how to go on", async () => {
  answers["GET /users?limit=1&cursor=abc"] = { items: [zoe], next: "def" };
  const { err } = await dirstream(["user", "list", "--limit", "1", "--cursor", "abc"]);
  expect(err).toBe("There are more: --all shows all of them, --cursor def the next ones.\n");
});

test("a connector is shown with its last and next run", async () => {
  const { out } = await dirstream(["connector", "show", "Head office"]);
  expect(out).toContain("Secondary host   none (recommended");
  expect(out).toContain("1,083 entries read, 1,083 created");
  expect(out).toContain(", at 13:00 Etc/GMT");
  expect(out).toMatch(
    /Domain root DN +DC=example,DC=com\n +OU=Asia,DC=example\nLeft out +OU=A,DC=example,DC=com\nPeople filter +\(mail=\*\)\n/,
  );
  expect(out).not.toMatch(/Group filter|E-mail domains|Recorded too/);
});

test("a run is requested, and what was requested is waited for where it is shown next", async () => {
  answers["POST /connectors/hq/syncs"] = withHeaders({ requestId: "r1" }, { position: "SYNC_REQUESTS=40" });
  answers["GET /connectors/hq/progress"] = problem(404, "notFound", "There is nothing at this address.");
  answers["GET /connectors/hq/syncs/r1"] = [
    problem(503, "unavailable", "What you have just done cannot be shown yet."),
    sync("requested"),
    sync("running"),
    sync("completed"),
  ];
  const { status, out } = await dirstream(["connector", "sync", "hq", "--full", "--watch"]);
  expect([status, out]).toEqual([0, "Completed: 1,083 entries read, 1,083 created.\n"]);
  expect(seen[1]).toMatchObject({ asked: "POST /connectors/hq/syncs", body: { mode: "full" } });
  expect(seen.filter(({ asked }) => asked === "GET /connectors/hq/syncs/r1").map(({ headers }) => headers.position)).toEqual(
    Array(4).fill("SYNC_REQUESTS=40"),
  );
});

test("progress of the run before is not taken for the one that is watched", async () => {
  const list = (status: string, syncId: string | null) => ({ items: [sync(status, { syncId })], next: null });
  answers["GET /connectors/hq/syncs?limit=1"] = [list("requested", null), list("running", "s2"), list("completed", "s2")];
  answers["GET /connectors/hq/progress"] = (_, response) =>
    void response.writeHead(200, { "content-type": "text/event-stream" }).write(progressEvent("completed", 7));
  expect(await dirstream(["sync", "watch", "hq"])).toEqual({ status: 0, out: "Completed: 1,083 entries read, 1,083 created.\n", err: "" });
});

const running = "0b1e7a52-6b53-4c1a-9f0e-0d7f8a3c2b11";
const progressEvent = (stage: string, read: number): string =>
  `event: progress\ndata: ${JSON.stringify({ syncId: running, stage, read, expected: 1083, counts: { ...counts, read }, time: "2026-03-02T08:20:09Z" })}\n\n`;

test("a run that is watched is told from its events, and ends when they say so", async () => {
  let events: ServerResponse | undefined;
  const list = (status: string) => ({ items: [sync(status, { syncId: running })], next: null });
  answers["GET /connectors/hq/progress"] = (_, response) => {
    events = response.writeHead(200, { "content-type": "text/event-stream" });
    const event = progressEvent("reading", 500);
    events.write(`: hello\n\n${event.slice(0, 40)}`);
    setImmediate(() => events?.write(event.slice(40)));
  };
  answers["GET /connectors/hq/syncs?limit=1"] = [
    list("running"),
    (_, response) => {
      events?.write(progressEvent("completed", 1083));
      response.writeHead(200).end(JSON.stringify(list("running")));
    },
    list("completed"),
  ];
  const { status, out, err } = await dirstream(["sync", "watch", "hq"]);
  expect([status, out]).toEqual([0, "Completed: 1,083 entries read, 1,083 created.\n"]);
  expect(err).toMatch(/^Head office {2}Reading .* 500 of about 1,083 entries.*\nHead office {2}Completed /);
});

test("a failed run is a failure that says why", async () => {
  const error = { code: "invalidCredentials", message: "dc1 refused the user account DN or its password.", retryable: false };
  answers["GET /connectors/hq/syncs?limit=1"] = { items: [sync("failed", { error })], next: null };
  const { status, out, err } = await dirstream(["sync", "watch", "hq", "--json"]);
  expect([status, err]).toEqual([1, "The run failed: dc1 refused the user account DN or its password.\n"]);
  expect(JSON.parse(out)).toMatchObject({ status: "failed", error });
});

test("a run that holds changes says where to look", async () => {
  answers["GET /connectors/hq/syncs?limit=1"] = { items: [sync("held")], next: null };
  expect((await dirstream(["sync", "watch", "hq"])).err).toContain("dirstream hold list");
});

test("runs are listed, newest first as they come", async () => {
  answers["GET /connectors/hq/syncs?limit=50"] = {
    items: [sync("requested", { counts: null }), sync("completed", { startedAt: "2026-03-02T08:20:09Z" })],
    next: null,
  };
  const { out } = await dirstream(["sync", "list", "hq"]);
  expect(out).toMatch(/requested +full.*\ncompleted +full +2026-03-02 .* 1083 +1,083 created +r1/);
});

test.each([
  ["enable", true],
  ["disable", false],
])("%s names the state that was seen", async (command, enabled) => {
  answers["PATCH /connectors/hq"] = { connectorId: "hq" };
  expect(await dirstream(["connector", command, "hq"])).toMatchObject({ status: 0, out: `Head office is ${command}d.\n` });
  expect(seen.at(-1)).toMatchObject({ headers: { "if-match": '"12"' }, body: { enabled } });
});

test("only what is given is changed", async () => {
  answers["PATCH /connectors/hq"] = { connectorId: "hq" };
  await dirstream(["connector", "change", "hq", "--secondary-host", "dc2.example.com", "--password-stdin"]);
  expect(seen.at(-1)?.body).toEqual({ secondaryHost: "dc2.example.com", bindPassword: "S3cret" });
});

test("a connector is removed when its name is typed", async () => {
  answers["DELETE /connectors/hq?entries=remove"] = { connectorId: "hq", requestId: "r2" };
  const isTerminal = true;
  const typed = ["connector", "remove", "hq", "--entries", "remove"];
  const wrong = await dirstream(typed, { input: { isTerminal, ask: async () => "yes" } });
  expect(wrong).toMatchObject({ status: 1, err: "That is not its name. Nothing was removed.\n" });
  expect(asked()).not.toContain("DELETE /connectors/hq?entries=remove");
  const right = await dirstream(typed, { input: { isTerminal, ask: async () => "Head office" } });
  expect(right).toMatchObject({ status: 0, out: "Head office is removed. Its users and groups are removed too.\n" });
  expect(seen.at(-1)?.headers["if-match"]).toBe('"12"');
});

test("with --yes nobody is asked, and entries are kept unless it is said", async () => {
  answers["DELETE /connectors/hq?entries=keep"] = { connectorId: "hq", requestId: null };
  expect(JSON.parse((await dirstream(["connector", "remove", "hq", "--yes", "--json"])).out)).toEqual({
    connectorId: "hq",
    removed: true,
    entries: "keep",
  });
});

const zoe = {
  id: "hq.3f9a",
  entryId: "3f9a",
  connectorId: "hq",
  kind: "user",
  state: "active",
  dn: "uid=zoe,ou=Research,dc=example,dc=com",
  profile: { displayName: "Zoë Nakamura", emails: [{ value: "zoe@example.com" }] },
  attributes: { cn: ["Zoë Nakamura"], manager: [{ entryId: "77aa" }] },
  memberCount: null,
};

test("users are looked for as the options say", async () => {
  answers["GET /users?connector=hq&q=zo%C3%AB&state=disabled&limit=50"] = { items: [], next: null };
  const { status, err } = await dirstream(["user", "list", "--connector", "Head office", "--search", "zoë", "--state", "disabled"]);
  expect([status, err]).toEqual([0, "There is no user that fits.\n"]);
});

test("a user is shown by id or by e-mail address", async () => {
  answers["GET /entries/hq.3f9a"] = zoe;
  answers["GET /users?email=zoe%40example.com&state=active%2Cdisabled%2Cremoved"] = { items: [zoe], next: null };
  const byId = await dirstream(["user", "show", "hq.3f9a"]);
  expect(byId.out).toContain("E-mail       zoe@example.com");
  expect(byId.out).toContain("manager  77aa");
  expect((await dirstream(["user", "show", "zoe@example.com"])).out).toBe(byId.out);
});

test("an e-mail address that two have is not guessed", async () => {
  answers["GET /users?email=zoe%40example.com&state=active%2Cdisabled%2Cremoved"] = { items: [zoe, { ...zoe, id: "lab.1" }], next: null };
  const { status, err } = await dirstream(["user", "history", "zoe@example.com"]);
  expect([status, err]).toEqual([
    1,
    `Several have the e-mail address zoe@example.com. Name one by its id:\n  hq.3f9a  ${zoe.dn}\n  lab.1  ${zoe.dn}\n`,
  ]);
});

test("a history shows what was before and after", async () => {
  const changed = { title: { before: ["Engineer"], after: ["Principal engineer"] } };
  const items = [{ sequence: 19, time: "2026-03-02T08:20:09Z", syncId: "s1", changes: ["moved", "updated"], changed }];
  answers["GET /entries/hq.3f9a/history?limit=50"] = { items, next: null };
  expect((await dirstream(["user", "history", "hq.3f9a"], { width: 200 })).out).toContain(
    "moved, updated  title: Engineer → Principal engineer        19",
  );
});

test("a group's history says how many came and went", async () => {
  const members = { added: [{ entryId: "1" }, { entryId: "2" }], removed: [{ dn: "cn=a" }] };
  const items = [
    { sequence: 20, time: "2026-03-02T08:20:09Z", syncId: "s1", changes: ["updated"], changed: {}, members, unreadable: null },
  ];
  answers["GET /entries/hq.77/history?limit=50"] = { items, next: null };
  expect((await dirstream(["group", "history", "hq.77"])).out).toContain("members: 2 added, 1 removed");
});

test("members are listed, nested when asked for, and those that are not synchronised by their DN", async () => {
  const items = [
    { id: "hq.3f9a", entryId: "3f9a", dn: zoe.dn, kind: "user", displayName: "Zoë Nakamura" },
    { id: null, entryId: null, dn: "uid=partner,dc=example,dc=net", kind: null, displayName: null },
  ];
  answers["GET /groups/hq.77/members?nested=true&limit=50"] = { items, next: null };
  const { out } = await dirstream(["group", "members", "hq.77", "--nested"]);
  expect(out).toMatch(/Zoë Nakamura +user +uid=zoe.* hq\.3f9a\n– +not synchronised +uid=partner,dc=example,dc=net +–\n/);
});

test("a decision about a hold is about what was seen", async () => {
  const hold = {
    holdId: "h1",
    digest: "d1",
    status: "open",
    heldAt: "2026-03-02T08:00:00Z",
    reasons: ["removals"],
    held: { removed: 214, disabled: 3 },
    active: 1083,
  };
  answers["GET /connectors/hq/holds?limit=1000"] = { items: [hold, { ...hold, holdId: "h0", status: "closed" }], next: null };
  answers["POST /connectors/hq/holds/h1/approve"] = { requestId: "r3" };
  expect((await dirstream(["hold", "show", "hq"])).out).toMatch(/more removals than .*\nWhat waits +214 removed, 3 disabled\n/);
  expect(await dirstream(["hold", "approve", "hq", "--reason", "They left"])).toMatchObject({ status: 0 });
  expect(seen.at(-1)?.body).toEqual({ reason: "They left", digest: "d1" });
  expect((await dirstream(["hold", "approve", "hq"])).status).toBe(2);
});

test("where nothing is held, that is the answer", async () => {
  answers["GET /connectors/hq/holds?limit=1000"] = { items: [], next: null };
  expect(await dirstream(["hold", "reject", "hq", "--reason", "x"])).toMatchObject({ status: 1, err: "Nothing is held now.\n" });
});

test("another account is asked for by name", async () => {
  await dirstream(["connector", "list", "--account", "acme"]);
  expect(asked()).toEqual(["GET /api/v1/accounts/acme/connectors?limit=50"]);
});

test("a system that is not there is said to be away", async () => {
  const closed = createServer().listen(0, "127.0.0.1");
  await once(closed, "listening");
  const away = `http://127.0.0.1:${(closed.address() as AddressInfo).port}`;
  closed.close();
  await once(closed, "close");
  const { status, err } = await dirstream(["connector", "list", "--url", away]);
  expect([status, err]).toEqual([1, `${away} does not answer: nothing listens there. Is the system running? npm start starts it.\n`]);
});

test("an answer of another shape is not taken for an empty one", async () => {
  answers["GET /connectors?limit=50"] = { connectors: [] };
  expect(await dirstream(["connector", "list"])).toMatchObject({
    status: 1,
    err: expect.stringContaining("is not one that this dirstream knows"),
  });
});
