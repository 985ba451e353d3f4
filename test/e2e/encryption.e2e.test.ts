import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Certificates, makeCertificates } from "@dirstream/deploy/components/certificates";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isA } from "../checker/stored-message.ts";
import { type Connected, type FakeDirectories, fakeDirectories, UNCHANGED } from "../fake-directory/connected-fake.ts";
import type { FakeDirectory } from "../fake-directory/fake-directory.ts";
import type { Faults } from "../fake-directory/faults.ts";
import { type RunningSystem, startSystem } from "../fixtures/running-system.ts";

const TWICE = 2;
const SILENCE_SECONDS = 1.5;
const RUN_MINUTES = 0.1;
const PEOPLE = 60;
const SECONDARY = "127.0.0.2";
/** A host that this deployment denies, though it opens what lies around it. */
const DENIED = "127.0.0.9";

/** A server's certificate with its key, and the authority above it. */
interface Shown {
  readonly certificateFile: string;
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
  readonly keySha256: string;
}

const stack = new AsyncDisposableStack();
let system: RunningSystem;
let fakes: FakeDirectories;
/** Its key, another key, and another certificate for that other key. */
let before: Shown;
let after: Shown;
let renewed: Shown;

const run = promisify(execFile);
const openssl = async (...args: readonly string[]): Promise<string> => (await run("openssl", args)).stdout;

const shownBy = async ({ certificateFile, keyFile, caPem }: Certificates): Promise<Shown> => {
  const publicKey = (await openssl("x509", "-in", certificateFile, "-noout", "-pubkey")).replaceAll(/-----.*-----/g, "");
  const keySha256 = createHash("sha256").update(Buffer.from(publicKey, "base64")).digest("hex");
  return { certificateFile, cert: await readFile(certificateFile, "utf8"), key: await readFile(keyFile, "utf8"), ca: caPem, keySha256 };
};

const renew = async (made: Certificates, directory: string): Promise<Certificates> => {
  const certificateFile = join(directory, "renewed.pem");
  await openssl("x509", "-in", made.certificateFile, "-signkey", made.keyFile, "-days", "400", "-out", certificateFile);
  return { ...made, certificateFile };
};

beforeAll(async () => {
  const settings = {
    PAGE_SIZE: "20",
    RETRY_DELAYS_MS: "100",
    MOST_SILENCE_SECONDS: `${SILENCE_SECONDS}`,
    MOST_RUN_MINUTES: `${RUN_MINUTES}`,
    DENY_ADDRESSES: `${DENIED}/32, 10.96.0.0/12`,
  };
  system = stack.use(await startSystem({ settings: { "ldap-fetcher": settings } }));
  fakes = stack.use(fakeDirectories(system, { people: PEOPLE, groups: [3] }));
  const directory = await mkdtemp(join(tmpdir(), "dirstream-certificates-"));
  stack.defer(() => rm(directory, { recursive: true, force: true }));
  const names = ["IP:127.0.0.1", "DNS:localhost"];
  const [made, madeLater] = [makeCertificates(join(directory, "before"), names), makeCertificates(join(directory, "after"), names)];
  [before, after, renewed] = await Promise.all([shownBy(made), shownBy(madeLater), shownBy(await renew(madeLater, directory))]);
});
afterAll(() => stack.disposeAsync());

interface Stage {
  readonly role: "primary" | "secondary";
  readonly stage: string;
  readonly outcome: string;
  readonly code: string | null;
  readonly certificate?: { readonly keySha256: string; readonly pem: string };
}

/** What is stored of a certificate, by openssl. */
const whatOpensslSays = async ({ certificateFile, keySha256 }: Shown) => {
  const printed = await openssl("x509", "-in", certificateFile, "-noout", "-fingerprint", "-sha256", "-enddate", "-dateopt", "iso_8601");
  const [, fingerprint = "", end = ""] = /Fingerprint=(\S+)\nnotAfter=(.+)/.exec(printed) ?? [];
  const validTo = new Date(end).toISOString();
  return { keySha256, sha256: fingerprint.replaceAll(":", "").toLowerCase(), validTo, subject: "CN=dirstream local directory" };
};

/** Stage by stage, a word for each, and what certificate was shown. */
const look = async (path: string, settings: object = {}) => {
  const { status, body } = await system.api.ask<{ stages: readonly Stage[] }>("POST", path, settings);
  if (status !== 200) return { status, words: {}, problem: JSON.stringify(body) };
  const words = Object.fromEntries(body.stages.map(({ stage, outcome, code }) => [stage, code ?? outcome]));
  const shown = body.stages.find(({ stage }) => stage === "tls")?.certificate;
  return { status, words, keySha256: shown?.keySha256, pem: shown?.pem };
};

/** What was decided about each host's certificate: a word, and the key that was shown. */
const lookAtEach = async (path: string, settings: object = {}) => {
  const { body } = await system.api.ask<{ stages: readonly Stage[] }>("POST", path, settings);
  const ofTls = body.stages.filter(({ stage }) => stage === "tls");
  return Object.fromEntries(ofTls.map(({ role, outcome, code, certificate }) => [role, [code ?? outcome, certificate?.keySha256]]));
};

/** The same directory at the same place, with another certificate. */
const replace = async (fake: FakeDirectory, certificate: Shown, ldaps: boolean): Promise<FakeDirectory> => {
  await fake[Symbol.asyncDispose]();
  return fakes.start({ host: fake.host, port: fake.port, password: fake.account.password, certificate, ldaps });
};

describe.each([
  ["LDAPS", { ldaps: true, startTls: false }],
  ["StartTLS", { ldaps: false, startTls: true }],
])("relaxed, over %s", (_way, { ldaps, startTls }) => {
  const relaxed = { encryptionMode: "relaxed", startTls };
  let connected: Connected;

  test("begins with a certificate that a person has seen and confirmed", async () => {
    const fake = await fakes.start({ certificate: before, ldaps });
    const { account, host, port, baseDn } = fake;
    const settings = { primaryHost: host, port, bindDn: account.dn, bindPassword: account.password, baseDn, ...relaxed };
    const { words, keySha256 } = await look("/connection-test", settings);
    expect([words, keySha256]).toMatchObject([{ tls: "certificateNotPinned", bind: "notReached" }, before.keySha256]);
    const unconfirmed = await fakes.connect(fake, relaxed);
    expect(unconfirmed.first).toMatchObject({ status: "failed", error: { code: "certificateNotPinned", retryable: false } });
    expect(fake.heard.binds).toEqual([]);
    connected = await fakes.connect(fake, { ...relaxed, pinnedKey: keySha256 });
    expect(connected.first).toMatchObject({ status: "completed", error: null });
  });

  test("stops before the sign-in when the key is another one, and shows both", async () => {
    const fake = await replace(connected.fake, after, ldaps);
    connected = { ...connected, fake };
    const { connector } = connected;
    for (const mode of ["full", "incremental"] as const) {
      const sync = await system.api.sync(connector, mode);
      expect(sync).toMatchObject({ status: "failed", counts: UNCHANGED, error: { code: "certificateChanged", retryable: false } });
      for (const key of [before.keySha256, after.keySha256]) expect(sync.error?.message).toContain(key);
    }
    const failed = (await system.log()).filter((it) => isA(it, "SyncFailed") && it.subject.includes(connector));
    expect(failed.map(({ event }) => event.data)).toMatchObject([{ code: "certificateChanged" }, { code: "certificateChanged" }]);
    const { words, keySha256 } = await look(`/connectors/${connector}/test`);
    expect([words, keySha256]).toMatchObject([{ tls: "certificateChanged", bind: "notReached" }, after.keySha256]);
    expect([fake.heard.connections, fake.heard.binds]).toEqual([3, []]);
    expect(Buffer.concat(fake.heard.inClear).includes(fake.account.password)).toBe(false);
  });

  test("goes on when the new key has been confirmed, and asks nobody about a renewed certificate for it", async () => {
    const path = `/connectors/${connected.connector}`;
    const { etag } = await system.api.ask("GET", path);
    const { pem } = await look(`${path}/test`);
    expect(await system.api.ask("PATCH", path, { pinnedCertificate: pem }, { "if-match": etag ?? "" })).toMatchObject({ status: 200 });
    expect(await system.api.sync(connected.connector)).toMatchObject({ status: "completed", counts: UNCHANGED });
    const { body } = await system.api.ask("GET", path);
    expect(body).toMatchObject({ pinnedKey: after.keySha256, pinnedCertificate: await whatOpensslSays(after) });
    expect((await look(`${path}/test`)).words).toMatchObject({ tls: "passed" });
    expect(renewed.cert).not.toBe(after.cert);
    connected = { ...connected, fake: await replace(connected.fake, renewed, ldaps) };
    expect(await system.api.sync(connected.connector)).toMatchObject({ status: "completed", counts: UNCHANGED });
    expect((await look(`${path}/test`)).words).toMatchObject({ tls: "certificateRenewed", bind: "passed" });
    await fakes.expectSame(connected);
  });
});

test("two domain controllers have two keys, and each is known by the one that was confirmed for it", async () => {
  const secondary = await fakes.start({ name: "DC2", host: SECONDARY, certificate: after, ldaps: true });
  const { port, account, baseDn } = secondary;
  const primary = await fakes.start({ name: "DC1", port, password: account.password, certificate: before, ldaps: true });
  const relaxed = { secondaryHost: SECONDARY, encryptionMode: "relaxed" };
  const asked = { primaryHost: primary.host, port, bindDn: account.dn, bindPassword: account.password, baseDn, ...relaxed };
  const unconfirmed = "certificateNotPinned";
  expect(await lookAtEach("/connection-test", asked)).toEqual({
    ...{ primary: [unconfirmed, before.keySha256], secondary: [unconfirmed, after.keySha256] },
  });
  const half = { ...relaxed, pinnedKey: before.keySha256 };
  expect(await lookAtEach("/connection-test", { ...asked, ...half })).toMatchObject({
    ...{ primary: ["passed", before.keySha256], secondary: [unconfirmed, after.keySha256] },
  });
  expect([primary.heard.binds.length, secondary.heard.binds]).toEqual([1, []]);

  const connected = await fakes.connect(primary, { ...half, secondaryPinnedKey: after.keySha256 });
  const { connector } = connected;
  expect(connected.first).toMatchObject({ status: "completed", host: primary.host });
  const { body } = await system.api.ask("GET", `/connectors/${connector}`);
  expect(body).toMatchObject({ pinnedKey: before.keySha256, secondaryPinnedKey: after.keySha256 });
  expect(await lookAtEach(`/connectors/${connector}/test`)).toMatchObject({ primary: ["passed", {}], secondary: ["passed", {}] });
  await primary[Symbol.asyncDispose]();
  const sync = await system.api.sync(connector);
  expect(sync).toMatchObject({ status: "completed", host: SECONDARY, counts: UNCHANGED });
  await fakes.expectSame({ ...connected, fake: secondary });

  // The key that was confirmed for the primary is not the secondary's.
  const swapped = await replace(secondary, before, true);
  const failed = await system.api.sync(connector);
  expect(failed).toMatchObject({ status: "failed", counts: UNCHANGED, error: { code: "certificateChanged", retryable: false } });
  for (const part of [`${SECONDARY}:${port}`, before.keySha256, after.keySha256]) expect(failed.error?.message).toContain(part);
  expect(await lookAtEach(`/connectors/${connector}/test`)).toMatchObject({ secondary: ["certificateChanged", before.keySha256] });
  expect(swapped.heard.binds).toEqual([]);
});

test("strict knows the server by the name that was configured, whatever address it is at", async () => {
  const fake = await fakes.start({ certificate: before, ldaps: true });
  const strict = { encryptionMode: "strict", certificateAuthority: before.ca };
  const { first } = await fakes.connect(fake, { ...strict, primaryHost: "localhost" });
  expect(first).toMatchObject({ status: "completed", host: "localhost" });
  fake.forget();
  const { words } = await look("/connection-test", {
    ...{ primaryHost: "localhost", port: fake.port, encryptionMode: "strict", certificateAuthority: after.ca },
    ...{ bindDn: fake.account.dn, bindPassword: fake.account.password, baseDn: fake.baseDn },
  });
  expect([words, fake.heard.binds]).toMatchObject([{ resolve: "passed", tls: "certificateUntrusted", bind: "notReached" }, []]);
});

test("a server that falls silent, or drips without end, is given up in its time, with a sentence that says so", async () => {
  const ofPeople: Faults["ofSearch"] = ({ attributes }) => attributes.includes("mail");
  const silent: Faults = { stop: { at: "midPage", how: "silence" }, atPage: 2, ofSearch: ofPeople };
  const strict = { encryptionMode: "strict", certificateAuthority: before.ca };
  const ended = async (code: string, faults: Faults, settings: object, certificate?: Shown) => {
    const connected = await fakes.readOnce(certificate === undefined ? {} : { certificate, ldaps: true }, { ...settings });
    await fakes.fails(connected, faults, { code, tries: TWICE });
    const failed = (await system.log()).filter((it) => isA(it, "SyncFailed") && it.subject.includes(connected.connector));
    return failed.map(({ event }) => event.data);
  };
  const [overTls, inClear, dripping] = await Promise.all([
    ended("readTimeout", silent, strict, before),
    ended("readTimeout", silent, {}),
    ended("runTookTooLong", { dripMs: 20 }, strict, before),
  ]);
  const message = expect.stringMatching(/^127\.0\.0\.1:\d+ sent nothing for 1\.5 s in the middle of an answer\.$/);
  for (const failed of [overTls, inClear]) {
    expect(failed).toMatchObject([
      { stage: "read", message, retryable: true },
      { stage: "read", message },
    ]);
  }
  expect(dripping).toMatchObject([{ message: expect.stringContaining("answers too slowly") }, {}]);
});

describe("where clouds keep their machines' credentials", () => {
  const settings = { port: 389, encryptionMode: "none", bindDn: "cn=reader", bindPassword: "Canary-x", baseDn: "dc=example" };

  test.each([
    ...["2852039166", "0xa9fea9fe", "025177524776", "0251.0376.0251.0376", "0xa9.0xfe.0xa9.0xfe", "169.254.43518", "169.16689662"],
    ...[
      "169.254.169.254.",
      "169。254。169。254",
      "１６９.２５４.１６９.２５４",
      "①⑥⑨.254.169.254",
      "[169.254.169.254]",
      "fe80::1%eth0",
      "[fe80::1%25eth0]",
    ],
    ...[
      "http://169.254.169.254/latest/meta-data",
      "ldap://x@169.254.169.254",
      "169.254.169.254/32",
      "169.254.169.254#",
      "[::ffff:a9fe:a9fe",
    ],
    ...["169.254.169.254", "::ffff:169.254.169.254", "[::ffff:a9fe:a9fe]", "[64:ff9b::a9fe:a9fe]", "2002:a9fe:a9fe::1"],
    ...["fd00:ec2::254", "100.100.100.200", "ldap://169.254.169.254"],
  ])("nothing is saved that says %s", async (primaryHost) => {
    expect(await look("/connection-test", { ...settings, primaryHost })).toMatchObject({
      status: 400,
      problem: expect.stringContaining("primaryHost"),
    });
  });
});

describe("where the deployment denies a directory", () => {
  test.each([DENIED, `::ffff:${DENIED}`])("nobody is connected to who says %s", async (primaryHost) => {
    const settings = {
      primaryHost,
      port: 389,
      encryptionMode: "none",
      bindDn: "cn=reader",
      bindPassword: "Canary-x",
      baseDn: "dc=example",
    };
    const { status, words } = await look("/connection-test", settings);
    expect([status, words]).toMatchObject([200, { resolve: "addressNotAllowed", connect: "notReached", bind: "notReached" }]);
  });

  test("no run goes there, and none to the other host instead", async () => {
    const denied = await fakes.start({ host: DENIED });
    const other = await fakes.start({ host: SECONDARY, port: denied.port, password: denied.account.password });
    const { first } = await fakes.connect(denied, { secondaryHost: other.host });
    expect(first).toMatchObject({ status: "failed", error: { code: "addressNotAllowed", retryable: false } });
    expect([denied.heard.connections, other.heard.connections]).toEqual([0, 0]);
  });
});

test("everything that was recorded holds together", () => system.check());
