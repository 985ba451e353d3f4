import { ConnectionTest, SEAL_INFO, SealedPassword, sealContext, subjects, TEST_STAGES, WHOLE_SCOPE } from "@dirstream/contracts";
import { issue, keySha256Of } from "@dirstream/ldap/testing/certificates";
import { describe, expect, test } from "vitest";
import { newConnector, suite } from "../api-under-test.ts";
import { pretendedFetcher, problem } from "./pretended-fetcher.fixture.ts";

const { name: _name, environment: _environment, ...connection } = newConnector;

const stage = (at: number, outcome: string) => ({
  ...{ host: "dc1.example.com", role: "primary", stage: TEST_STAGES[at], outcome, durationMs: 1 },
  ...{ code: null, message: "So it is.", advice: null },
});
const everything = async function* (worst = "passed") {
  for (const at of TEST_STAGES.keys()) yield stage(at, at === 2 ? worst : "passed");
};

const { fetcher, service, newAccount, register, goAway, recorded, leave } = pretendedFetcher({
  subject: subjects.connectionTest,
  Question: ConnectionTest,
  usually: () => everything(),
});

const opened = async (sealed: SealedPassword): Promise<string> => {
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, "base64")).buffer;
  const utf8 = new TextEncoder();
  const recipient = { recipientKey: service().sealKey, enc: bytes(sealed.enc), info: utf8.encode(SEAL_INFO) };
  return new TextDecoder().decode(await suite.open(recipient, bytes(sealed.ciphertext), utf8.encode(sealContext(sealed))));
};

describe("before anything is saved", () => {
  test("the stages are answered, and nothing is recorded", async () => {
    const account = await newAccount();
    const before = await recorded();
    const answer = await service().call("POST", `${account}/connection-test`, { body: connection });
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body.outcome).toBe("passed");
    expect(answer.body.stages.map(({ stage }: { stage: string }) => stage)).toEqual(TEST_STAGES);
    expect(await recorded()).toEqual(before);
    expect(answer.text).not.toContain(newConnector.bindPassword);
  });

  test("the password is sealed for this one test, and for a short while", async () => {
    const account = await newAccount();
    await service().call("POST", `${account}/connection-test`, { body: connection });
    const [test] = fetcher.asked;
    const sealed = SealedPassword.parse(test?.password);
    const purpose = { purpose: "test", account: account.split("/")[2], connector: "", version: test?.testId };
    expect(sealed).toMatchObject(purpose);
    const leftMs = Date.parse(sealed.notAfter ?? "") - Date.now();
    expect(leftMs).toBeGreaterThan(30_000);
    expect(leftMs).toBeLessThanOrEqual(60_000);
    expect(await opened(sealed)).toBe(newConnector.bindPassword);
    await expect(opened({ ...sealed, purpose: "connector" })).rejects.toThrow();
    await expect(opened({ ...sealed, notAfter: null })).rejects.toThrow();
  });

  test("what was typed is understood as it is for saving", async () => {
    const account = await newAccount();
    const scope = { excludedDns: ['"ou=Leavers, dc=example,dc=com"'] };
    const body = { ...connection, primaryHost: "ldaps://DC1.example.com:636/", baseDn: '"dc=example,dc=com"', scope };
    await service().call("POST", `${account}/connection-test`, { body });
    expect(fetcher.asked[0]?.settings).toMatchObject({ primaryHost: "dc1.example.com", secondaryHost: null, baseDn: "dc=example,dc=com" });
    expect(fetcher.asked[0]?.settings.scope).toEqual({ ...WHOLE_SCOPE, excludedDns: ["ou=Leavers,dc=example,dc=com"] });
    for (const [change, pointer] of [
      [{ scope: { excludedDns: ["dc=com"] } }, "/scope/excludedDns/0"],
      [{ primaryHost: "" }, "/primaryHost"],
      [{ primaryHost: "dc1.example.com:389" }, "/primaryHost"],
      [{ primaryHost: "169.254.169.254" }, "/primaryHost"],
      [{ secondaryPinnedKey: "a".repeat(64) }, "/secondaryPinnedKey"],
      [{ pinnedCertificate: "hello" }, "/pinnedCertificate"],
      [{ pinnedKey: "a".repeat(64), pinnedCertificate: issue({ commonName: "dc1" }).cert }, "/pinnedCertificate"],
      [{ bindPassword: "" }, "/bindPassword"],
      [{ encryptionMode: "none", startTls: true }, "/startTls"],
    ] as const) {
      const answer = await service().call("POST", `${account}/connection-test`, { body: { ...connection, ...change } });
      expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, pointer]);
    }
    expect(fetcher.asked).toHaveLength(1);
  });

  test("the account must be there, and the caller an administrator of it", async () => {
    const account = await newAccount();
    expect(problem(await service().call("POST", "/accounts/nobody/connection-test", { body: connection }))).toEqual([404, "noSuchAccount"]);
    for (const who of [{ role: "operator" as const }, { accounts: ["other"] }]) {
      expect((await service().call("POST", `${account}/connection-test`, { body: connection, ...who })).status).toBeGreaterThanOrEqual(403);
    }
    expect(fetcher.asked).toEqual([]);
  });

  test.each([
    ["failed", "failed"],
    ["confirm", "confirm"],
    ["warning", "warning"],
    ["notApplicable", "passed"],
  ])("a stage that is %s makes the whole %s", async (worst, outcome) => {
    const account = await newAccount();
    fetcher.said = () => everything(worst);
    expect((await service().call("POST", `${account}/connection-test`, { body: connection })).body.outcome).toBe(outcome);
  });

  test("an account makes so many tests a minute, and others are not affected", async () => {
    const account = await newAccount();
    fetcher.said = async function* () {};
    const tests = Array.from({ length: 21 }, () => service().call("POST", `${account}/connection-test`, { body: connection }));
    const refused = (await Promise.all(tests)).filter(({ status }) => status !== 200);
    expect(refused.map(problem)).toEqual([[429, "tooManyTests"]]);
    expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThan(50);
    expect((await service().call("POST", `${await newAccount()}/connection-test`, { body: connection })).status).toBe(200);
  });
});

describe("a saved connector", () => {
  test("is tested with the password that is saved, by an operator too", async () => {
    const path = await register(await newAccount());
    expect((await service().call("POST", `${path}/test`, { role: "operator" })).status).toBe(200);
    const { connector, password, settings } = fetcher.asked[0] as ConnectionTest;
    expect(path).toMatch(new RegExp(`/${connector}$`));
    expect(password).toEqual({ version: expect.stringMatching(/^[0-9a-z]+-[0-9a-f]{16}$/) });
    expect(settings).toMatchObject({ primaryHost: "dc1.example.com", port: 636 });
    expect(settings).not.toHaveProperty("guard");
  });

  test("at another host, port or encryption is tested with a password that is given anew", async () => {
    const path = await register(await newAccount());
    for (const change of [
      { primaryHost: "evil.example.com" },
      { secondaryHost: "evil.example.com" },
      { port: 3269 },
      { encryptionMode: "none" },
      { encryptionMode: "relaxed" },
      { startTls: true },
    ]) {
      expect(problem(await service().call("POST", `${path}/test`, { body: change }))).toEqual([422, "passwordRequired"]);
    }
    expect(fetcher.asked).toEqual([]);
    const ofSecondary = issue({ commonName: "dc8" });
    const body = {
      ...{ primaryHost: "dc9.example.com", secondaryHost: "dc8.example.com", encryptionMode: "relaxed", bindPassword: "another" },
      ...{ pinnedKey: "a".repeat(64), secondaryPinnedCertificate: ofSecondary.cert },
    };
    expect((await service().call("POST", `${path}/test`, { body })).status).toBe(200);
    expect(fetcher.asked[0]?.settings).toMatchObject({
      ...{ primaryHost: "dc9.example.com", pinnedKey: "a".repeat(64), secondaryPinnedKey: keySha256Of(ofSecondary) },
      secondaryPinnedCertificate: { subject: "CN=dc8", keySha256: keySha256Of(ofSecondary) },
    });
    const sealed = SealedPassword.parse(fetcher.asked[0]?.password);
    expect(sealed.connector).toBe(fetcher.asked[0]?.connector);
    expect(await opened(sealed)).toBe("another");
  });

  test("with another base is tested with the saved password, by an administrator only", async () => {
    const path = await register(await newAccount());
    const body = { baseDn: "ou=people,dc=example,dc=com" };
    expect((await service().call("POST", `${path}/test`, { body, role: "operator" })).status).toBe(403);
    expect((await service().call("POST", `${path}/test`, { body })).status).toBe(200);
    expect(fetcher.asked[0]).toMatchObject({ settings: body, password: { version: expect.any(String) } });
  });

  test("is there, or is not tested", async () => {
    const account = await newAccount();
    expect((await service().call("POST", `${account}/connectors/none/test`)).status).toBe(404);
  });
});

describe("stage by stage", () => {
  test("each stage is a line as soon as it is decided, and the outcome is the last", async () => {
    const account = await newAccount();
    const decided = Promise.withResolvers<void>();
    fetcher.said = async function* () {
      yield stage(0, "passed");
      await decided.promise;
      yield stage(1, "failed");
    };
    const lines = await service().stream(`${account}/connection-test`, connection);
    expect((await lines.next()).value).toMatchObject({ stage: "resolve" });
    decided.resolve();
    expect((await lines.next()).value).toMatchObject({ stage: "connect", outcome: "failed" });
    expect((await lines.next()).value).toEqual({ outcome: "failed" });
    expect((await lines.next()).done).toBe(true);
    const { headers } = await service().call("POST", `${account}/connection-test`, { body: connection, accept: "application/x-ndjson" });
    expect(headers.get("content-type")).toBe("application/x-ndjson");
  });

  test.each([["line by line"], ["as a whole"]])("who goes away stops the test, %s", async (how) => {
    await goAway(`${await newAccount()}/connection-test`, connection, { part: stage(0, "passed"), how });
  });

  test("an answer that breaks off has no last line", async () => {
    const account = await newAccount();
    fetcher.said = async function* () {
      yield stage(0, "passed");
      throw new Error("the fetcher fails");
    };
    const lines = await service().stream(`${account}/connection-test`, connection);
    await lines.next();
    await expect(lines.next()).rejects.toThrow();
    expect(problem(await service().call("POST", `${account}/connection-test`, { body: connection }))).toEqual([503, "unavailable"]);
  });
});

test("where no fetcher is, that is said at once", async () => {
  await leave();
  const account = await newAccount();
  const began = performance.now();
  const answer = await service().call("POST", `${account}/connection-test`, { body: connection });
  expect(problem(answer)).toEqual([503, "unavailable"]);
  expect(performance.now() - began).toBeLessThan(3_000);
});

test("the API's description has both, with their answers", async () => {
  const { body } = await service().call("GET", "/openapi.json");
  for (const path of ["/api/v1/accounts/{account}/connection-test", "/api/v1/accounts/{account}/connectors/{connector}/test"]) {
    const { content } = body.paths[path].post.responses["200"];
    expect(Object.keys(content)).toEqual(["application/json", "application/x-ndjson"]);
  }
});
