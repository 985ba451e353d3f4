import { DEFAULT_GUARD, WHOLE_SCOPE } from "@dirstream/contracts";
import { describe, expect, test } from "vitest";
import { ConnectorChanges, changedSettings, connectionOf, contradictionsIn, NewConnector, settingsOf } from "./settings-input.ts";

const input = {
  name: " London ",
  environment: "g-suite",
  primaryHost: "ldaps://DC1.example.com:636/",
  encryptionMode: "strict",
  port: 636,
  bindDn: '"CN=Mimecast,OU=Users,OU=London,DC=domain,DC=local"',
  bindPassword: "canary",
  baseDn: "DC=domain, DC=local",
};

const complaints = (schema: typeof NewConnector | typeof ConnectorChanges, body: unknown) => {
  const parsed = schema.safeParse(body);
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `/${path.join("/")} ${message}`);
};

test("what a person enters becomes settings, without the password", () => {
  const body = NewConnector.parse(input);
  expect(body.bindPassword.reveal()).toBe("canary");
  expect(settingsOf(body, "v1")).toEqual({
    name: "London",
    environment: "g-suite",
    primaryHost: "dc1.example.com",
    secondaryHost: null,
    port: 636,
    encryptionMode: "strict",
    startTls: false,
    certificateAuthority: null,
    pinnedKey: null,
    secondaryPinnedKey: null,
    bindDn: "CN=Mimecast,OU=Users,OU=London,DC=domain,DC=local",
    passwordVersion: "v1",
    baseDn: "DC=domain,DC=local",
    schedule: { times: null, zone: null },
    guard: DEFAULT_GUARD,
  });
});

test("own times are sorted and each counts once; thresholds that are left out keep their defaults", () => {
  const body = NewConnector.parse({
    ...input,
    schedule: { times: ["18:00", "06:00", "18:00"], zone: "Europe/Berlin" },
    guard: { removals: { count: 5 } },
  });
  expect(settingsOf(body, "v1")).toMatchObject({
    schedule: { times: ["06:00", "18:00"], zone: "Europe/Berlin" },
    guard: { removals: { count: 5, percent: 20, percentFrom: 20 }, membersLost: DEFAULT_GUARD.membersLost },
  });
});

test.each([
  ["a host left empty", { primaryHost: "" }, /^\/primaryHost Enter a hostname/],
  ["two hosts in one field", { secondaryHost: "dc1, dc2" }, /^\/secondaryHost Enter one host/],
  ["a fourth encryption mode", { encryptionMode: "loose" }, /^\/encryptionMode .*"strict"\|"relaxed"\|"none"/],
  ["an environment that does not exist", { environment: "cloud" }, /^\/environment /],
  ["port 0", { port: 0 }, /^\/port /],
  ["port 65536", { port: 65_536 }, /^\/port /],
  ["a port as text", { port: "636" }, /^\/port /],
  ["a login instead of a DN", { bindDn: "reader@example.com" }, /^\/bindDn This is not a distinguished name/],
  ["no DN at all", { baseDn: '""' }, /^\/baseDn Enter a distinguished name/],
  ["an empty password", { bindPassword: "" }, /^\/bindPassword Enter the account's password/],
  ["a password of 1025 bytes", { bindPassword: `${"é".repeat(512)}x` }, /^\/bindPassword .*1024 bytes/],
  ["a password with NUL", { bindPassword: "canary\0" }, /^\/bindPassword .*NUL/],
  ["an unknown zone", { schedule: { zone: "Mars/Olympus" } }, /^\/schedule\/zone .*IANA/],
  ["a time that no clock shows", { schedule: { times: ["24:00"] } }, /^\/schedule\/times\/0 .*08:00/],
  ["no times", { schedule: { times: [] } }, /^\/schedule\/times /],
  ["more than 100 %", { guard: { removals: { percent: 101 } } }, /^\/guard\/removals\/percent /],
  ["a pin that is no fingerprint", { pinnedKey: "abc" }, /^\/pinnedKey .*SHA-256/],
  ["a pin of the secondary that is none", { secondaryPinnedKey: "ab".repeat(31) }, /^\/secondaryPinnedKey .*SHA-256/],
  ["the address of a cloud's credentials", { primaryHost: "169.254.169.254" }, /^\/primaryHost No directory can be at this address/],
  ["a secondary host that every machine answers to", { secondaryHost: "ff02::1" }, /^\/secondaryHost No directory can be/],
  ["a name of two lines", { name: "a\nb" }, /^\/name .*one line/],
  ["text that is no certificate", { certificateAuthority: "hello" }, /^\/certificateAuthority .*PEM/],
])("%s is refused where it stands", (_what, change, complaint) => {
  const found = complaints(NewConnector, { ...input, ...change });
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(complaint);
  expect(found[0]).not.toContain("canary");
});

test.each(["name", "environment", "primaryHost", "encryptionMode", "port", "bindDn", "bindPassword", "baseDn"])(
  "%s must be there",
  (field) => {
    const { [field as keyof typeof input]: _left, ...rest } = input;
    expect(complaints(NewConnector, rest)).toHaveLength(1);
  },
);

test("a field with a wrong name is not silently ignored", () => {
  expect(complaints(ConnectorChanges, { bindpassword: "x" })).toHaveLength(1);
});

describe("changes", () => {
  const before = { ...settingsOf(NewConnector.parse({ ...input, schedule: { times: ["06:00"], zone: "Europe/Berlin" } }), "v1"), later: 1 };
  const change = (body: unknown, version?: string) => changedSettings(ConnectorChanges.parse(body), before, version);

  test("name only what was said", () => {
    expect(change({ name: "Paris", enabled: false })).toEqual({ name: "Paris" });
    expect(change({ bindPassword: "canary" }, "v2")).toEqual({ passwordVersion: "v2" });
    expect(change({})).toEqual({});
  });
  test("merge the schedule and the thresholds, and null takes back", () => {
    expect(change({ schedule: { times: null } })).toEqual({ schedule: { times: null, zone: "Europe/Berlin" } });
    expect(change({ schedule: null })).toEqual({ schedule: { times: null, zone: null } });
    expect(change({ guard: { membersLost: { percent: 50 } } }).guard?.membersLost).toEqual({ ...DEFAULT_GUARD.membersLost, percent: 50 });
    expect(change({ guard: null })).toEqual({ guard: DEFAULT_GUARD });
    expect(change({ secondaryHost: null, pinnedKey: null })).toEqual({ secondaryHost: null, pinnedKey: null });
    expect(change({ scope: { emailDomains: ["@Domain.local"] } }).scope).toEqual({ ...WHOLE_SCOPE, emailDomains: ["domain.local"] });
    expect(change({ scope: null }), "it was the whole").toEqual({});
  });
});

describe("the key of the secondary host", () => {
  const ofSecondary = "AB".repeat(32);
  const withSecondary = NewConnector.parse({ ...input, secondaryHost: "dc2.example.com", secondaryPinnedKey: ofSecondary });
  const before = settingsOf(withSecondary, "v1");
  const change = (body: unknown) => changedSettings(ConnectorChanges.parse(body), before, undefined);

  test("stands beside the primary's, and is part of what is tested", () => {
    expect(before).toMatchObject({ pinnedKey: null, secondaryPinnedKey: ofSecondary.toLowerCase() });
    expect(connectionOf(withSecondary)).toMatchObject({ secondaryPinnedKey: ofSecondary.toLowerCase() });
    expect(contradictionsIn(withSecondary, before)).toEqual([]);
  });
  test("is changed, taken back, and goes with its host", () => {
    expect(change({ secondaryPinnedKey: "cd".repeat(32) })).toEqual({ secondaryPinnedKey: "cd".repeat(32) });
    expect(change({ secondaryPinnedKey: null })).toEqual({ secondaryPinnedKey: null });
    expect(change({ secondaryHost: null })).toEqual({ secondaryHost: null, secondaryPinnedKey: null });
    expect(change({ secondaryHost: "dc3.example.com" })).toEqual({ secondaryHost: "dc3.example.com" });
  });
  test("is nobody's where there is no secondary host", () => {
    const changes = ConnectorChanges.parse({ secondaryHost: null, secondaryPinnedKey: ofSecondary });
    expect(contradictionsIn(changes, { ...before, secondaryHost: null })).toEqual([
      { pointer: "/secondaryPinnedKey", detail: expect.stringContaining("no secondary host") },
    ]);
  });
});

test("a scope is part of what is tested, and has to fit the base DN", () => {
  const body = NewConnector.parse({ ...input, scope: { excludedDns: ["OU=Leavers,DC=domain,DC=local", "OU=Leavers,DC=elsewhere"] } });
  const { scope } = connectionOf(body);
  expect(scope).toEqual({ ...WHOLE_SCOPE, excludedDns: ["OU=Leavers,DC=domain,DC=local", "OU=Leavers,DC=elsewhere"] });
  expect(contradictionsIn(body, settingsOf(body, "v1"))).toEqual([
    { pointer: "/scope/excludedDns/1", detail: expect.stringContaining("none of the base DNs") },
  ]);
});

test("a pasted URL that contradicts the fields beside it is named", () => {
  const body = NewConnector.parse({ ...input, secondaryHost: "dc2.example.com:3269" });
  expect(contradictionsIn(body, settingsOf(body, "v1"))).toEqual([
    { pointer: "/secondaryHost", detail: expect.stringContaining("port 3269") },
  ]);
});
