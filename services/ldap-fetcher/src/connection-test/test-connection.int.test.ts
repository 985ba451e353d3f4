import type { TestedSettings } from "@dirstream/contracts";
import { Client } from "ldapts";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { at, outcomes, tested } from "./tested.fixture.ts";

const ldap = inject("ldap");
const BASE = `ou=connection test,${ldap.baseDn}`;
const PEOPLE = 7;
const writer = new Client({ url: ldap.url });

const settings: TestedSettings = {
  ...{ primaryHost: ldap.host, secondaryHost: null, port: ldap.port, encryptionMode: "none", startTls: false },
  ...{ certificateAuthority: null, pinnedKey: null, bindDn: ldap.adminDn, baseDn: BASE },
};
const look = (more: Partial<TestedSettings> = {}, password = ldap.adminPassword) =>
  tested({ settings: { ...settings, ...more }, password });

beforeAll(async () => {
  await writer.bind(ldap.adminDn, ldap.adminPassword);
  await writer.add(BASE, { objectClass: "organizationalUnit", ou: "connection test" });
  await writer.add(`ou=empty,${BASE}`, { objectClass: "organizationalUnit", ou: "empty" });
  for (let n = 1; n <= PEOPLE; n++) {
    const names = { cn: `Person ${n}`, sn: `${n}`, displayName: `Zoë ${n}`, mail: `zoe${n}@example.com` };
    await writer.add(`uid=p${n},${BASE}`, { objectClass: "inetOrgPerson", uid: `p${n}`, ...names });
  }
  await writer.add(`cn=All,${BASE}`, { objectClass: "groupOfNames", cn: "All", member: `uid=p1,${BASE}` });
});
afterAll(() => writer.unbind());

const sound = { resolve: "notApplicable", connect: "passed", bind: "passed", base: "passed", read: "passed", changes: "passed" };

test("without encryption everything passes but that", async () => {
  const stages = await look();
  expect(outcomes(stages)).toEqual({ ...sound, tls: "notEncrypted", account: "accountNotDescribed" });
  expect(stages.map(({ stage }) => stage)).toEqual(["resolve", "connect", "tls", "bind", "base", "read", "account", "changes"]);
  const [people, groups] = at(stages, "read").found ?? [];
  expect(people).toMatchObject({ kind: "user", count: PEOPLE, more: false });
  expect(people?.sample).toHaveLength(5);
  expect(people?.sample).toContainEqual({ name: "Zoë 2", mail: "zoe2@example.com", state: "active", dn: `uid=p2,${BASE}` });
  expect(groups).toMatchObject({ kind: "group", count: 1, sample: [{ name: "All", mail: null }] });
  expect(at(stages, "changes").tracking).toMatchObject({ vendor: "openldap", mark: "contextCSN", tombstones: null });
});

describe.each([
  ["LDAPS", { port: ldap.ldapsPort, startTls: false }],
  ["StartTLS", { port: ldap.port, startTls: true }],
])("over %s", (_, way) => {
  test("strict accepts the authority that was given, and shows the certificate", async () => {
    const stages = await look({ ...way, encryptionMode: "strict", certificateAuthority: ldap.caPem });
    expect(outcomes(stages)).toMatchObject({ ...sound });
    expect(at(stages, "tls").certificate).toMatchObject({
      trusted: true,
      distrust: null,
      keySha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test("strict refuses an authority that is not known, says why, and signs nobody in", async () => {
    const stages = await look({ ...way, encryptionMode: "strict" });
    expect(outcomes(stages)).toMatchObject({ tls: "certificateUntrusted", bind: "notReached" });
    expect(at(stages, "tls")).toMatchObject({ outcome: "failed", advice: expect.stringMatching(/^Give the authority here/) });
    expect(at(stages, "tls").certificate).toMatchObject({ trusted: false, distrust: expect.stringMatching(/not known here/) });
  });

  test("relaxed asks to confirm the certificate, and goes on once its key is", async () => {
    const asked = await look({ ...way, encryptionMode: "relaxed" });
    expect(at(asked, "tls").outcome).toBe("confirm");
    const pinnedKey = at(asked, "tls").certificate?.keySha256 ?? null;
    expect(outcomes(await look({ ...way, encryptionMode: "relaxed", pinnedKey }))).toMatchObject(sound);
  });
});

test.each<[string, Partial<TestedSettings>, string | undefined, object]>([
  ["a wrong password", {}, "canary-7781", { bind: "invalidCredentials", base: "notReached" }],
  ["an unknown account", { bindDn: `cn=nobody,${ldap.baseDn}` }, undefined, { bind: "invalidCredentials" }],
  ["a missing base", { baseDn: `ou=missing,${ldap.baseDn}` }, undefined, { bind: "passed", base: "noSuchBase", read: "notReached" }],
  ["a base of another server", { baseDn: "dc=elsewhere,dc=org" }, undefined, { base: "noSuchBase" }],
  ["a base with nobody in it", { baseDn: `ou=empty,${BASE}` }, undefined, { base: "passed", read: "nobodyFound", changes: "passed" }],
  ["a closed port", { port: 1 }, undefined, { resolve: "notApplicable", connect: "connectionRefused", tls: "notReached" }],
  ["a name that does not exist", { primaryHost: "nowhere.invalid" }, undefined, { resolve: "hostNotFound", connect: "notReached" }],
  ["TLS where none is spoken", { encryptionMode: "strict" }, undefined, { connect: "passed", bind: "notReached" }],
])("%s is told at its stage, with what to do", async (_, more, password, expected) => {
  const stages = await look(more, password);
  expect(outcomes(stages)).toMatchObject(expected);
  const failed = stages.filter(({ outcome }) => outcome === "failed");
  expect(failed).toHaveLength(1);
  expect(failed[0]).toMatchObject({ message: expect.stringMatching(/\.$/), advice: expect.stringMatching(/^[A-Z].*\.$/) });
  expect(JSON.stringify(stages)).not.toContain(password ?? ldap.adminPassword);
});
