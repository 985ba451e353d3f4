import { type LookupLine, LookupRequest, subjects } from "@dirstream/contracts";
import { afterEach, expect, test } from "vitest";
import { newConnector } from "../api-under-test.ts";
import { pretendedFetcher, problem } from "./pretended-fetcher.fixture.ts";

const QUESTION = "Zoë Canary-Question";
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

const { fetcher, service, newAccount, register, recorded, leave } = pretendedFetcher({
  subject: subjects.lookup,
  Question: LookupRequest,
  usually: answering(found, summary),
});
afterEach(() => {
  expect(service().logged.join("")).not.toContain("Canary-Question");
});

const saved = async (): Promise<string> => register(await newAccount(), { scope: { peopleFilter: "(mail=*)" } });
const lookUp = async (path: string, question: unknown = QUESTION, more: object = {}) =>
  service().call("POST", `${path}/lookup`, { body: { question }, role: "operator", ...more });

test("whoever the question may mean is answered, and nothing is recorded", async () => {
  const path = await saved();
  const before = await recorded();
  const answer = await lookUp(path);
  expect([answer.status, answer.body]).toEqual([200, { summary, found: [found] }]);
  expect(await recorded()).toEqual(before);
});

test("a fetcher is asked with the connector as it is saved, and no password travels", async () => {
  const path = await saved();
  await lookUp(path, `  ${QUESTION} `);
  const [{ account, connector, question, settings } = expect.unreachable("nothing was asked")] = fetcher.asked;
  expect([`/accounts/${account}/connectors/${connector}`, question]).toEqual([path, QUESTION]);
  expect(settings).toMatchObject({
    primaryHost: "dc1.example.com",
    passwordVersion: expect.any(String),
    scope: { peopleFilter: "(mail=*)" },
  });
  expect(JSON.stringify(fetcher.asked)).not.toContain(newConnector.bindPassword);
});

test.each([["viewer"], ["somebody of another account"]])("it is nothing for a %s", async (who) => {
  const path = await saved();
  const caller = who === "viewer" ? { role: "viewer" } : { accounts: ["other"] };
  expect((await lookUp(path, QUESTION, caller)).status).toBeGreaterThanOrEqual(403);
  expect(fetcher.asked).toEqual([]);
});

test.each<[string, unknown]>([
  ["empty", ""],
  ["blank", " "],
  ["endless", "x".repeat(501)],
  ["no text", 7],
])("a question that is %s is refused", async (_, question) => {
  const answer = await lookUp(await saved(), question);
  expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, "/question"]);
  expect(fetcher.asked).toEqual([]);
});

test("a connector that is not there is said to be missing", async () => {
  const path = await saved();
  expect(problem(await lookUp(`${path.slice(0, path.lastIndexOf("/"))}/none`))).toEqual([404, "noSuchConnector"]);
});

test("a lookup that came to nothing says why", async () => {
  const path = await saved();
  fetcher.said = answering({ line: "failed", stage: "bind", code: "invalidCredentials", message: "Check the password." });
  const answer = await lookUp(path);
  expect(problem(answer)).toEqual([502, "lookupFailed"]);
  expect(answer.body).toMatchObject({ detail: "Check the password.", stage: "bind", reason: "invalidCredentials" });
});

test("an answer that breaks off is none", async () => {
  const path = await saved();
  fetcher.said = async function* () {
    yield found;
    throw new Error("the fetcher fails");
  };
  expect(problem(await lookUp(path))).toEqual([503, "unavailable"]);
});

test("an account asks so often in a minute, and others are not affected", async () => {
  const path = await saved();
  const all = await Promise.all(Array.from({ length: 21 }, () => lookUp(path)));
  const refused = all.filter(({ status }) => status !== 200);
  expect(refused.map(problem)).toEqual([[429, "tooManyLookups"]]);
  expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThan(50);
  expect((await lookUp(await saved())).status).toBe(200);
});

test("where no fetcher is, that is said at once", async () => {
  const path = await saved();
  await leave();
  const began = performance.now();
  expect(problem(await lookUp(path))).toEqual([503, "unavailable"]);
  expect(performance.now() - began).toBeLessThan(3_000);
});
