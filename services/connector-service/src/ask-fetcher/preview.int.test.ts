import { type PreviewLine, PreviewRequest, SealedPassword, subjects, WHOLE_SCOPE } from "@dirstream/contracts";
import { describe, expect, test } from "vitest";
import { newConnector } from "../api-under-test.ts";
import { pretendedFetcher, problem } from "./pretended-fetcher.fixture.ts";

const NOTHING = { read: 0, created: 0, updated: 0, moved: 0, disabled: 0, enabled: 0, removed: 0, restored: 0 };
const change = (at: number): PreviewLine => ({
  ...{ line: "change", entryId: `e${at}`, kind: "user", state: "active", changes: ["updated"], dn: `uid=u${at}`, name: "Zoë", mail: null },
  ...{ changed: { title: { before: null, after: ["Ingénieure"] } }, members: null, held: false },
});
const summary: PreviewLine = {
  ...{ line: "summary", host: "dc1.example.com", counts: { ...NOTHING, read: 7 }, held: null, active: 7, references: [], durationMs: 5 },
};
const textOf = (...lines: readonly PreviewLine[]): Buffer => Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
const answering = (...lines: readonly PreviewLine[]) =>
  async function* () {
    yield textOf(...lines);
  };

const { fetcher, service, newAccount, register, goAway, recorded, leave } = pretendedFetcher({
  subject: subjects.preview,
  Question: PreviewRequest,
  usually: answering(change(1), summary),
});

describe("before anything is saved", () => {
  test("what would be recorded is answered, and nothing is recorded", async () => {
    const account = await newAccount();
    const before = await recorded();
    const answer = await service().call("POST", `${account}/preview`, { body: newConnector });
    expect([answer.status, answer.body]).toEqual([200, { summary, changes: [change(1)], more: false }]);
    expect(await recorded()).toEqual(before);
  });

  test("the fetcher gets the settings as they would be saved, and a password for this one preview", async () => {
    const account = await newAccount();
    const scope = { excludedDns: ['"ou=Leavers, dc=example,dc=com"'], emailDomains: ["@Example.com"] };
    await service().call("POST", `${account}/preview`, { body: { ...newConnector, scope } });
    const [{ previewId, connector, settings, password } = expect.unreachable("nothing was asked")] = fetcher.asked;
    expect(connector).toBe("");
    expect(settings).toMatchObject({
      ...{ name: "London", guard: { removals: { count: 500 } } },
      scope: { ...WHOLE_SCOPE, excludedDns: ["ou=Leavers,dc=example,dc=com"], emailDomains: ["example.com"] },
    });
    const purpose = { purpose: "preview", account: account.split("/")[2], connector: "", version: previewId };
    expect(SealedPassword.parse(password)).toMatchObject(purpose);
    expect(JSON.stringify(fetcher.asked)).not.toContain(newConnector.bindPassword);
  });

  test("what cannot be meant is refused where it stands", async () => {
    const account = await newAccount();
    for (const [more, pointer] of [
      [{ scope: { excludedDns: ["ou=Leavers,dc=elsewhere"] } }, "/scope/excludedDns/0"],
      [{ scope: { peopleFilter: "mail=*" } }, "/scope/peopleFilter"],
      [{ scope: { moreAttributes: ["userPassword"] } }, "/scope/moreAttributes/0"],
      [{ primaryHost: "dc1.example.com:389" }, "/primaryHost"],
    ] as const) {
      const body = { ...newConnector, ...more };
      for (const path of ["preview", "connectors"]) {
        const answer = await service().call("POST", `${account}/${path}`, { body });
        expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, pointer]);
      }
    }
    expect(fetcher.asked).toEqual([]);
  });

  test("the account must be there, and the caller an administrator of it", async () => {
    const account = await newAccount();
    expect(problem(await service().call("POST", "/accounts/nobody/preview", { body: newConnector }))).toEqual([404, "noSuchAccount"]);
    for (const who of [{ role: "operator" as const }, { accounts: ["other"] }]) {
      expect((await service().call("POST", `${account}/preview`, { body: newConnector, ...who })).status).toBeGreaterThanOrEqual(403);
    }
    expect(fetcher.asked).toEqual([]);
  });

  test("an account makes so many previews a minute, and others are not affected", async () => {
    const account = await newAccount();
    const previews = Array.from({ length: 7 }, () => service().call("POST", `${account}/preview`, { body: newConnector }));
    const refused = (await Promise.all(previews)).filter(({ status }) => status !== 200);
    expect(refused.map(problem)).toEqual([[429, "tooManyPreviews"]]);
    expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThan(50);
    expect((await service().call("POST", `${await newAccount()}/preview`, { body: newConnector })).status).toBe(200);
  });
});

describe("a saved connector", () => {
  test("is previewed with the password that is saved, by an operator too", async () => {
    const path = await register(await newAccount(), { scope: { peopleFilter: "(mail=*)" } });
    expect((await service().call("POST", `${path}/preview`, { role: "operator" })).status).toBe(200);
    const [{ connector, settings, password } = expect.unreachable("nothing was asked")] = fetcher.asked;
    expect(path).toMatch(new RegExp(`/${connector}$`));
    expect([settings.passwordVersion, settings.scope?.peopleFilter]).toEqual([(password as { version: string }).version, "(mail=*)"]);
  });

  test("as it would be is for an administrator only, and what is left out stays", async () => {
    const path = await register(await newAccount(), { scope: { peopleFilter: "(mail=*)" } });
    const body = { scope: { omittedAttributes: ["title"] }, guard: { removals: { count: 3 } } };
    expect((await service().call("POST", `${path}/preview`, { body, role: "operator" })).status).toBe(403);
    expect((await service().call("POST", `${path}/preview`, { body })).status).toBe(200);
    expect(fetcher.asked[0]?.settings).toMatchObject({
      scope: { ...WHOLE_SCOPE, peopleFilter: "(mail=*)", omittedAttributes: ["title"] },
      guard: { removals: { count: 3, percent: 20 } },
    });
  });

  test("at another host, port or encryption is previewed with a password that is given anew", async () => {
    const path = await register(await newAccount());
    for (const change of [{ primaryHost: "evil.example.com" }, { port: 3269 }, { encryptionMode: "none" }]) {
      expect(problem(await service().call("POST", `${path}/preview`, { body: change }))).toEqual([422, "passwordRequired"]);
    }
    expect(fetcher.asked).toEqual([]);
    const body = { primaryHost: "dc9.example.com", bindPassword: "another" };
    expect((await service().call("POST", `${path}/preview`, { body })).status).toBe(200);
    expect(SealedPassword.parse(fetcher.asked[0]?.password)).toMatchObject({ purpose: "preview", connector: fetcher.asked[0]?.connector });
  });

  test("is there, or is not previewed", async () => {
    expect((await service().call("POST", `${await newAccount()}/connectors/none/preview`)).status).toBe(404);
  });
});

describe("the answer", () => {
  test("comes line by line as it is made, wherever it was cut", async () => {
    const account = await newAccount();
    const made = Promise.withResolvers<void>();
    const text = textOf(change(1), change(2), summary);
    fetcher.said = async function* () {
      yield textOf({ line: "progress", read: 7 });
      await made.promise;
      const within = text.indexOf("ë") + 1; // a letter of two bytes
      for (const part of [text.subarray(0, within), text.subarray(within, within + 40), text.subarray(within + 40)]) yield part;
    };
    const lines = await service().stream(`${account}/preview`, newConnector);
    expect((await lines.next()).value).toEqual({ line: "progress", read: 7 });
    made.resolve();
    for (const line of [change(1), change(2), summary]) expect((await lines.next()).value).toEqual(line);
    expect((await lines.next()).done).toBe(true);
    const whole = await service().call("POST", `${account}/preview`, { body: newConnector });
    expect(whole.body.changes).toEqual([change(1), change(2)]);
    const { headers } = await service().call("POST", `${account}/preview`, { body: newConnector, accept: "application/x-ndjson" });
    expect(headers.get("content-type")).toBe("application/x-ndjson");
  });

  test("as a whole has the first thousand changes, and says that there are more", async () => {
    const account = await newAccount();
    const changes = Array.from({ length: 1001 }, (_, at) => change(at));
    fetcher.said = answering(...changes, summary);
    const { body } = await service().call("POST", `${account}/preview`, { body: newConnector });
    expect([body.changes.length, body.changes[999].entryId, body.more]).toEqual([1000, "e999", true]);
    fetcher.said = answering(...changes.slice(1), summary);
    expect((await service().call("POST", `${account}/preview`, { body: newConnector })).body.more).toBe(false);
  });

  test("of a preview that came to nothing says why", async () => {
    const account = await newAccount();
    const failed: PreviewLine = { line: "failed", stage: "bind", code: "invalidCredentials", message: "Check the password." };
    fetcher.said = answering(change(1), failed);
    const answer = await service().call("POST", `${account}/preview`, { body: newConnector });
    expect(problem(answer)).toEqual([502, "previewFailed"]);
    expect(answer.body).toMatchObject({ detail: "Check the password.", stage: "bind", reason: "invalidCredentials" });
    const lines = await service().stream(`${account}/preview`, newConnector);
    await lines.next();
    expect((await lines.next()).value).toEqual(failed);
  });

  test("that breaks off has no last line", async () => {
    const account = await newAccount();
    fetcher.said = async function* () {
      yield textOf(change(1));
      throw new Error("the fetcher fails");
    };
    const lines = await service().stream(`${account}/preview`, newConnector);
    await lines.next();
    await expect(lines.next()).rejects.toThrow();
    expect(problem(await service().call("POST", `${account}/preview`, { body: newConnector }))).toEqual([503, "unavailable"]);
  });

  test.each([["line by line"], ["as a whole"]])("is not made for who has gone away, %s", async (how) => {
    await goAway(`${await newAccount()}/preview`, newConnector, { part: textOf(change(1)), how });
  });
});

test("where no fetcher is, that is said at once", async () => {
  await leave();
  const account = await newAccount();
  const began = performance.now();
  expect(problem(await service().call("POST", `${account}/preview`, { body: newConnector }))).toEqual([503, "unavailable"]);
  expect(performance.now() - began).toBeLessThan(3_000);
});

test("the API's description has both, with their answers", async () => {
  const { body } = await service().call("GET", "/openapi.json");
  for (const path of ["/api/v1/accounts/{account}/preview", "/api/v1/accounts/{account}/connectors/{connector}/preview"]) {
    const { content } = body.paths[path].post.responses["200"];
    expect(Object.keys(content)).toEqual(["application/json", "application/x-ndjson"]);
  }
});
