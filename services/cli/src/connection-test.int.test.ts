import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startPretendedSystem } from "./pretended-system.fixture.ts";

let system: Awaited<ReturnType<typeof startPretendedSystem>>;
const dirstream = (...typed: string[]) => system.dirstream(...typed);

const stage = (name: string, outcome: string, more: object = {}) => ({
  ...{ host: "dc1.example.com", role: "primary", stage: name, outcome, durationMs: 12, code: null, message: "So it is.", advice: null },
  ...more,
});
const KEY = "ab".repeat(32);
const certificate = {
  ...{ subject: "CN=dc1", issuer: "CN=ca", names: ["DNS:dc1.example.com"], keyType: "RSA, 2048 bits", keySha256: KEY },
  ...{ validFrom: "2026-01-01T00:00:00Z", validTo: "2027-01-01T00:00:00Z", trusted: false, distrust: "It is self-signed." },
  ...{ sha256: "01".repeat(32), pem: "-----BEGIN CERTIFICATE-----" },
};
const person = { name: "Zoë\u001b[31m", mail: "zoe@example.com", state: "disabled", dn: "uid=zoe" };

beforeAll(async () => {
  system = await startPretendedSystem();
});
beforeEach(() => {
  const lines = [stage("resolve", "passed"), stage("tls", "passed", { certificate }), { outcome: "passed" }];
  Object.assign(system.answer, { lines, isCutOff: false, asked: [] });
});
afterAll(() => system[Symbol.dispose]());

const before = ["connection", "test", "--primary-host", "dc1.example.com", "--bind-dn", "cn=r,dc=example", "--base-dn", "dc=example"];

test("a directory is tested before it is added, with a line for each stage", async () => {
  system.answer.lines = [
    stage("resolve", "passed"),
    stage("tls", "notApplicable", { advice: "Choose Strict." }),
    stage("read", "warning", { found: [{ kind: "user", count: 1, more: false, sample: [person] }] }),
    stage("resolve", "failed", { host: "dc2.example.com", role: "secondary" }),
    stage("connect", "notReached", { host: "dc2.example.com", role: "secondary" }),
    { outcome: "failed" },
  ];
  const { status, out, err } = await dirstream(...before, "--password-stdin");
  expect(system.answer.asked).toEqual([
    {
      path: "/api/v1/accounts/default/connection-test",
      accept: "application/x-ndjson",
      body: {
        ...{ primaryHost: "dc1.example.com", encryptionMode: "strict", port: 636 },
        ...{ bindDn: "cn=r,dc=example", baseDn: "dc=example", bindPassword: "S3cret" },
      },
    },
  ]);
  expect(out).toBe(
    [
      "dc1.example.com (primary)",
      "passed          name resolution  So it is. (12 ms)",
      "not applicable  encryption       So it is. (12 ms)",
      "                                 Choose Strict.",
      "warning         read rights      So it is. (12 ms)",
      "                                 user: Zoë\\u{1b}[31m <zoe@example.com> (disabled)",
      "",
      "dc2.example.com (secondary)",
      "failed          name resolution  So it is. (12 ms)",
      "not reached     TCP connection   So it is.",
      "",
    ].join("\n"),
  );
  expect([status, err]).toEqual([1, "The connection does not work yet.\n"]);
});

test("a certificate that has to be confirmed is shown, with how to go on", async () => {
  system.answer.lines = [stage("tls", "confirm", { certificate }), { outcome: "confirm" }];
  const { status, out, err } = await dirstream(...before, "--encryption", "relaxed", "--password-stdin");
  for (const part of ["CN=dc1", "DNS:dc1.example.com", "2026-01-01 to 2027-01-01", KEY, "not by itself: It is self-signed."]) {
    expect(out).toContain(part);
  }
  expect(status).toBe(1);
  expect(err).toContain(`--pinned-key ${KEY}`);
});

test("two servers have two keys, and each is confirmed by its own option", async () => {
  const ofSecondary = { host: "dc2.example.com", role: "secondary" };
  const otherKey = "cd".repeat(32);
  system.answer.lines = [
    stage("tls", "confirm", { certificate, pinned: null }),
    stage("tls", "confirm", { ...ofSecondary, certificate: { ...certificate, keySha256: otherKey }, pinned: null }),
    { outcome: "confirm" },
  ];
  const typed = [...before, "--secondary-host", "dc2.example.com", "--encryption", "relaxed", "--password-stdin"];
  expect((await dirstream(...typed)).err).toContain(`--pinned-key ${KEY} --secondary-pinned-key ${otherKey}`);

  const earlier = { ...certificate, issuer: "CN=older", keySha256: otherKey, sha256: "ef".repeat(32) };
  system.answer.lines = [
    stage("tls", "passed", { certificate, pinned: { keySha256: KEY, of: "primary" } }),
    stage("tls", "failed", { ...ofSecondary, certificate, pinned: { keySha256: otherKey, of: "secondary", certificate: earlier } }),
    { outcome: "failed" },
  ];
  const { out } = await dirstream(...typed, "--pinned-key", KEY, "--secondary-pinned-key", otherKey);
  expect(system.answer.asked.at(-1)?.body).toMatchObject({ pinnedKey: KEY, secondaryPinnedKey: otherKey });
  expect(out).toMatch(new RegExp(`confirmed +${KEY}, for the primary host[^]+confirmed +${otherKey}, for the secondary host`));
  expect(out).toMatch(/in +another certificate: CN=dc1, issued by CN=older, valid until 2027-01-01\n/);
  expect(out).not.toContain("BEGIN");
});

test("a connector is tested as it is saved, or with what is given", async () => {
  expect((await dirstream("connector", "test", "Head office")).status).toBe(0);
  await dirstream("connector", "test", "hq", "--port", "3269", "--password-stdin");
  expect(system.answer.asked.map(({ path, body }) => [path, body])).toEqual([
    ["/api/v1/accounts/default/connectors/hq/test", {}],
    ["/api/v1/accounts/default/connectors/hq/test", { port: 3269, bindPassword: "S3cret" }],
  ]);
});

test("with --json everything is printed as the API gives it", async () => {
  system.answer.lines = [stage("resolve", "failed"), { outcome: "failed" }];
  const { status, out } = await dirstream("connector", "test", "hq", "--json");
  expect(JSON.parse(out)).toEqual({ outcome: "failed", stages: [stage("resolve", "failed")] });
  expect(status).toBe(1);
});

test.each([
  ["cut off", true, []],
  ["without its last line", false, [stage("resolve", "passed")]],
])("an answer that is %s is none", async (_, cut, lines) => {
  Object.assign(system.answer, { lines, isCutOff: cut });
  const { status, err } = await dirstream("connector", "test", "hq");
  expect(status).toBe(1);
  expect(err).toMatch(/broke off|was cut/);
});
