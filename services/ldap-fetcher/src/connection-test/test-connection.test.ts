import type { TestedSettings } from "@dirstream/contracts";
import { type Certificate, readCertificate } from "@dirstream/ldap/certificate";
import { issue, keySha256Of } from "@dirstream/ldap/testing/certificates";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  BASE,
  BIND,
  entry,
  greeter,
  type Peer,
  page,
  result,
  SEARCH,
  scriptedPeer,
  uuid,
  wellBehaved,
} from "../directory/testing/scripted-peer.ts";
import { at, outcomes, tested } from "./tested.fixture.ts";

const HOST = "127.0.0.1";
const settingsFor = (port: number, more: Partial<TestedSettings> = {}): TestedSettings => ({
  ...{ primaryHost: HOST, secondaryHost: null, port, encryptionMode: "none", startTls: false },
  ...{ certificateAuthority: null, pinnedKey: null, bindDn: "cn=reader", baseDn: BASE },
  ...more,
});

const shown = issue({ commonName: "dc1", names: ["dc1.example.test"] });
const tls = { cert: shown.cert, key: shown.key };
const script = wellBehaved({ pages: ({ id }) => page(id, [1, 2], "") });

describe.each([
  ["LDAPS", { tls }, false],
  ["StartTLS", { startTls: tls }, true],
])("relaxed over %s", (_, security, startTls) => {
  let peer: Peer;
  beforeAll(async () => {
    peer = await scriptedPeer({ script, ...security });
  });
  afterAll(() => peer[Symbol.asyncDispose]());

  test("with a key that nobody has confirmed: the certificate is shown, and not a byte of the sign-in is sent", async () => {
    const stages = await tested({ settings: settingsFor(peer.port, { encryptionMode: "relaxed", startTls }), password: "pw" });
    expect(outcomes(stages)).toEqual({
      ...{ resolve: "notApplicable", connect: "passed", tls: "certificateNotPinned" },
      ...{ bind: "notReached", base: "notReached", read: "notReached", account: "notReached", changes: "notReached" },
    });
    expect(at(stages, "tls")).toMatchObject({ outcome: "confirm", message: expect.stringMatching(/^Confirm this certificate/) });
    expect(at(stages, "tls").certificate).toMatchObject({
      ...{ subject: "CN=dc1", issuer: "CN=dc1", names: ["DNS:dc1.example.test"], keyType: "EC, prime256v1" },
      ...{ trusted: false, distrust: "It is self-signed.", keySha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(peer.heard.filter(({ encrypted }) => encrypted)).toEqual([]);
    expect(peer.heard.filter(({ operation }) => operation === BIND)).toEqual([]);
  });

  test("with the key that was confirmed it goes on; with another it stops", async () => {
    const relaxed = { encryptionMode: "relaxed", startTls } as const;
    const first = await tested({ settings: settingsFor(peer.port, relaxed), password: "pw" });
    const pinnedKey = at(first, "tls").certificate?.keySha256 ?? null;
    const again = await tested({ settings: settingsFor(peer.port, { ...relaxed, pinnedKey }), password: "pw" });
    expect(outcomes(again)).toMatchObject({ tls: "certificateExpires", bind: "passed" });
    const other = await tested({ settings: settingsFor(peer.port, { ...relaxed, pinnedKey: "0".repeat(64) }), password: "pw" });
    expect(outcomes(other)).toMatchObject({ tls: "certificateChanged", bind: "notReached" });
    expect(at(other, "tls").certificate?.keySha256).toBe(pinnedKey);
  });
});

test("another certificate for the confirmed key is accepted, and said to be renewed where its own host's was confirmed", async () => {
  const now = issue({ commonName: "dc1", keyOf: shown, validDays: [-1, 700] });
  await using peer = await scriptedPeer({ script, tls: { cert: now.cert, key: now.key } });
  const wordsFor = async (confirmed: Certificate | undefined) => {
    const settings = settingsFor(peer.port, {
      ...{
        secondaryHost: "localhost",
        encryptionMode: "relaxed",
        pinnedKey: keySha256Of(shown),
        pinnedCertificate: confirmed ? { ...confirmed } : null,
      },
    });
    const stages = await tested({ settings, password: "pw" });
    expect(at(stages, "tls").pinned?.certificate).toEqual(confirmed);
    expect(at(stages, "tls").certificate?.pem).toBe(now.cert);
    expect(at(stages, "bind").outcome).toBe("passed");
    return [outcomes(stages).tls, outcomes(stages, "secondary").tls];
  };
  expect(await wordsFor(undefined)).toEqual(["passed", "passed"]);
  expect(await wordsFor(readCertificate(now.cert))).toEqual(["passed", "passed"]);
  expect(await wordsFor(readCertificate(shown.cert))).toEqual(["certificateRenewed", "passed"]);
});

test("each host's certificate is shown with the key that it was compared with, and confirmed for that host", async () => {
  await using peer = await scriptedPeer({ script, tls });
  const [own, other] = [keySha256Of(shown), "0".repeat(64)];
  const tlsOf = async (pinnedKey: string | null, secondaryPinnedKey: string | null) => {
    const settings = settingsFor(peer.port, { secondaryHost: "localhost", encryptionMode: "relaxed", pinnedKey, secondaryPinnedKey });
    const stages = await tested({ settings, password: "pw" });
    return (["primary", "secondary"] as const).map((role) => {
      const { outcome, code, pinned, certificate } = at(stages, "tls", role);
      expect(certificate?.keySha256).toBe(own);
      return { outcome, code, pinned };
    });
  };
  const accepted = { outcome: "warning", code: "certificateExpires" };
  const changed = { outcome: "failed", code: "certificateChanged" };
  const unknown = { outcome: "confirm", code: "certificateNotPinned" };
  const key = (keySha256: string, of: string) => ({ pinned: { keySha256, of } });

  expect(await tlsOf(null, null)).toEqual([
    { ...unknown, pinned: null },
    { ...unknown, pinned: null },
  ]);
  expect(await tlsOf(own, null)).toEqual([
    { ...accepted, ...key(own, "primary") },
    { ...accepted, ...key(own, "primary") },
  ]);
  expect(await tlsOf(own, other)).toEqual([
    { ...accepted, ...key(own, "primary") },
    { ...changed, ...key(other, "secondary") },
  ]);
  expect(await tlsOf(other, own)).toEqual([
    { ...changed, ...key(other, "primary") },
    { ...accepted, ...key(own, "secondary") },
  ]);
  expect(await tlsOf(other, null), "another than the primary's is not yet the wrong one").toEqual([
    { ...changed, ...key(other, "primary") },
    { ...unknown, ...key(other, "primary") },
  ]);
});

test("both hosts are looked at; an account that the first refuses is not tried on the second", async () => {
  await using peer = await scriptedPeer({ script: wellBehaved({ bind: ({ id }) => result(id, 0x61, 49) }) });
  const settings = settingsFor(peer.port, { secondaryHost: "localhost" });
  const stages = await tested({ settings, password: "pw" });
  expect(outcomes(stages)).toMatchObject({ connect: "passed", tls: "notEncrypted", bind: "invalidCredentials", base: "notReached" });
  expect(outcomes(stages, "secondary")).toMatchObject({ resolve: "passed", connect: "passed", bind: "notReached" });
  expect(at(stages, "bind", "secondary").message).toMatch(/lock/);
  expect(peer.heard.filter(({ operation }) => operation === BIND)).toHaveLength(1);
});

test("a first host that is away does not keep the second from being tried", async () => {
  await using peer = await scriptedPeer({ script });
  const stages = await tested({
    settings: settingsFor(peer.port, { primaryHost: "nowhere.invalid", secondaryHost: HOST }),
    password: "pw",
  });
  expect(outcomes(stages)).toMatchObject({ resolve: "hostNotFound", connect: "notReached" });
  expect(outcomes(stages, "secondary")).toMatchObject({ bind: "passed", base: "passed" });
});

test("what may not be connected to looks the same, whatever is there", async () => {
  await using directory = await scriptedPeer({ script });
  await using other = await greeter(Buffer.from("SSH-2.0-x\r\n"));
  const closed = await scriptedPeer({ script });
  await closed[Symbol.asyncDispose]();
  const texts = new Set<string>();
  for (const { port } of [directory, other, closed]) {
    const stages = await tested({ settings: settingsFor(port), password: "pw", allowAddress: () => false });
    texts.add(JSON.stringify(stages.map(({ durationMs: _, ...stage }) => stage)).replaceAll(String(port), "PORT"));
    expect(at(stages, "resolve")).toMatchObject({ outcome: "failed", code: "addressNotAllowed" });
  }
  expect(texts.size).toBe(1);
  expect(directory.connections).toBe(0);
});

test("a name does not tell where inside our own network it leads", async () => {
  const settings = settingsFor(636, { primaryHost: "localhost" });
  const stages = await tested({ settings, password: "pw", allowAddress: () => false });
  expect(JSON.stringify(stages)).not.toMatch(/127\.0\.0\.1|::1/);
});

test.each([
  ["a service of another kind", async () => greeter(Buffer.from("SSH-2.0-x\r\n")), "protocolViolation"],
  ["a port where nobody listens", async () => await closedPort(), "connectionRefused"],
])("%s is told as what it is", async (_, there, code) => {
  await using peer = await there();
  const stages = await tested({ settings: settingsFor(peer.port), password: "pw" });
  expect(Object.values(outcomes(stages))).toContain(code);
  expect(stages.filter(({ outcome }) => outcome === "failed")).toHaveLength(1);
});

const closedPort = async () => {
  const { port, [Symbol.asyncDispose]: close } = await scriptedPeer({ script });
  await close();
  return { port, [Symbol.asyncDispose]: async () => {} };
};

test("a test that takes too long ends, and says where", async () => {
  await using peer = await scriptedPeer({ script: wellBehaved({ pages: () => null }) });
  const stages = await tested({ settings: settingsFor(peer.port), password: "pw", signal: AbortSignal.timeout(300) });
  expect(outcomes(stages)).toMatchObject({ base: "passed", read: "abandoned", account: "notReached" });
  expect(at(stages, "read").message).toBe(`The test was ended before ${HOST}:${peer.port} had answered.`);
});

test("something that cannot be read does not hide the rest", async () => {
  await using peer = await scriptedPeer({ script: wellBehaved({ pages: ({ id }) => result(id, 0x65, 50) }) });
  const stages = await tested({ settings: settingsFor(peer.port), password: "pw" });
  expect(outcomes(stages)).toMatchObject({ read: "insufficientAccessRights", account: "accountNotDescribed", changes: "passed" });
  expect(at(stages, "changes").tracking).toMatchObject({ vendor: "openldap", way: "sweep", mark: "contextCSN" });
});

test.each([
  ["shows when entries have changed is swept", ["20260301100000Z"], "sweep"],
  ["does not show it is read whole", [], "fullRead"],
])("a directory of which nothing else is known and that %s", async (_, modifyTimestamp, way) => {
  const pages = wellBehaved({
    pages: ({ id }) =>
      Buffer.concat([entry(id, `uid=p1,${BASE}`, { entryUUID: [uuid(1)], modifyTimestamp }), result(id, 0x65, 0, { cookie: "" })]),
  });
  await using peer = await scriptedPeer({
    script: (heard, socket) => {
      if (heard.operation !== SEARCH || heard.baseDn !== "") return pages(heard, socket);
      const rootDse = { objectClass: ["top"], namingContexts: [BASE], vendorName: ["Another"], vendorVersion: ["2"] };
      return Buffer.concat([entry(heard.id, "", rootDse), result(heard.id, 0x65, 0)]);
    },
  });
  const { tracking } = at(await tested({ settings: settingsFor(peer.port), password: "pw" }), "changes");
  expect(tracking).toEqual({ vendor: "generic", product: "Another 2", way, mark: null, tombstones: null });
});
