import { type LookupLine, LookupRequest, STREAM_NAMES, subjects } from "@dirstream/contracts";
import { lastSequence, respondInParts } from "@dirstream/event-log";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { newConnector, startApiUnderTest } from "../api-under-test.ts";

const QUESTION = "Zoë Canary-Question";
let service: Awaited<ReturnType<typeof startApiUnderTest>>;
let asked: LookupRequest[] = [];
/** What a fetcher would say, line by line. */
let said: () => AsyncIterable<LookupLine>;
let fetcher: AsyncDisposable;
let accounts = 0;

const found: LookupLine = {
  ...{
    line: "found",
    entryId: "e1",
    dn: "uid=zoe,ou=Leavers,dc=example,dc=com",
    kind: "user",
    name: "Zoë",
    email: null,
    state: "disabled",
  },
  ...{ whenChanged: "2026-05-03T10:00:00.000Z", objectClasses: ["inetOrgPerson"], inScope: false },
  because: [{ code: "excluded", container: "ou=Leavers,dc=example,dc=com" }],
};
const summary: LookupLine = {
  ...{ line: "summary", host: "dc1.example.com", askedAs: "name", searched: "dc=example,dc=com", truncated: false, durationMs: 5 },
};
const answering = (...lines: readonly LookupLine[]) =>
  async function* () {
    yield* lines;
  };

beforeAll(async () => {
  service = await startApiUnderTest(inject("natsUrl"));
  fetcher = respondInParts(service.eventLog, {
    subject: subjects.lookup,
    handle: async function* (payload) {
      asked.push(LookupRequest.parse(JSON.parse(Buffer.from(payload).toString())));
      for await (const line of said()) yield Buffer.from(JSON.stringify(line));
    },
  });
});
afterAll(async () => {
  await fetcher[Symbol.asyncDispose]();
  await service[Symbol.asyncDispose]();
});
afterEach(() => {
  expect(service.logged.join("")).not.toMatch(/Canary-Question|Canary-P/i);
});

/** An account of the test's own: it has so many lookups a minute. */
const register = async (): Promise<string> => {
  const account = `/accounts/a${++accounts}`;
  await service.call("PUT", account, { body: { region: "europe" } });
  asked = [];
  said = answering(found, summary);
  const { body } = await service.call("POST", `${account}/connectors`, { body: { ...newConnector, scope: { peopleFilter: "(mail=*)" } } });
  return `${account}/connectors/${body.connectorId}`;
};
const lookUp = async (path: string, question: unknown = QUESTION, more: object = {}) =>
  service.call("POST", `${path}/lookup`, { body: { question }, role: "operator", ...more });
const problem = ({ status, body }: { status: number; body: { type: string } }) => [status, body.type.split(":").at(-1)];

test("whoever the question may mean is answered, and nothing is recorded", async () => {
  const path = await register();
  const before = await Promise.all(STREAM_NAMES.map((stream) => lastSequence(service.eventLog, stream)));
  const answer = await lookUp(path);
  expect([answer.status, answer.body]).toEqual([200, { summary, found: [found] }]);
  expect(await Promise.all(STREAM_NAMES.map((stream) => lastSequence(service.eventLog, stream)))).toEqual(before);
});

test("a fetcher is asked with the connector as it is saved, and no password travels", async () => {
  const path = await register();
  await lookUp(path, `  ${QUESTION} `);
  const [{ account, connector, question, settings } = expect.unreachable("nothing was asked")] = asked;
  expect([`/accounts/${account}/connectors/${connector}`, question]).toEqual([path, QUESTION]);
  expect(settings).toMatchObject({
    primaryHost: "dc1.example.com",
    passwordVersion: expect.any(String),
    scope: { peopleFilter: "(mail=*)" },
  });
  expect(JSON.stringify(asked)).not.toContain(newConnector.bindPassword);
});

test.each([["viewer"], ["somebody of another account"]])("it is nothing for a %s", async (who) => {
  const path = await register();
  const caller = who === "viewer" ? { role: "viewer" } : { accounts: ["other"] };
  expect((await lookUp(path, QUESTION, caller)).status).toBeGreaterThanOrEqual(403);
  expect(asked).toEqual([]);
});

test.each<[string, unknown]>([
  ["empty", ""],
  ["blank", " "],
  ["endless", "x".repeat(501)],
  ["no text", 7],
])("a question that is %s is refused", async (_, question) => {
  const answer = await lookUp(await register(), question);
  expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, "/question"]);
  expect(asked).toEqual([]);
});

test("a connector that is not there is said to be missing", async () => {
  const path = await register();
  expect(problem(await lookUp(`${path.slice(0, path.lastIndexOf("/"))}/none`))).toEqual([404, "noSuchConnector"]);
});

test("a lookup that came to nothing says why", async () => {
  const path = await register();
  said = answering({ line: "failed", stage: "bind", code: "invalidCredentials", message: "Check the password." });
  const answer = await lookUp(path);
  expect(problem(answer)).toEqual([502, "lookupFailed"]);
  expect(answer.body).toMatchObject({ detail: "Check the password.", stage: "bind", reason: "invalidCredentials" });
});

test("an answer that breaks off is none", async () => {
  const path = await register();
  said = async function* () {
    yield found;
    throw new Error("the fetcher fails");
  };
  expect(problem(await lookUp(path))).toEqual([503, "unavailable"]);
});

test("an account asks so often in a minute, and others are not affected", async () => {
  const path = await register();
  const all = await Promise.all(Array.from({ length: 21 }, () => lookUp(path)));
  const refused = all.filter(({ status }) => status !== 200);
  expect(refused.map(problem)).toEqual([[429, "tooManyLookups"]]);
  expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThan(50);
  expect((await lookUp(await register())).status).toBe(200);
});

test("where no fetcher is, that is said at once", async () => {
  const path = await register();
  await fetcher[Symbol.asyncDispose]();
  const began = performance.now();
  expect(problem(await lookUp(path))).toEqual([503, "unavailable"]);
  expect(performance.now() - began).toBeLessThan(3_000);
});
