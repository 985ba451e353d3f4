import { createHash, X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeCertificates } from "@dirstream/deploy/components/certificates";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { peakMbOf } from "../bench/process-use.ts";
import { checkEverything } from "../checker/check-everything.ts";
import { readList } from "../checker/read-model.ts";
import { isA } from "../checker/stored-message.ts";
import { type Connected, expectSignedIn, type FakeDirectories, fakeDirectories, UNCHANGED } from "../fake-directory/connected-fake.ts";
import type { FakeDirectory, FakeOptions } from "../fake-directory/fake-directory.ts";
import type { Faults, Hostility } from "../fake-directory/faults.ts";
import type { HeardSearch } from "../fake-directory/heard.ts";
import { eventually } from "../fixtures/api-client.ts";
import { type RunningSystem, startSystem } from "../fixtures/running-system.ts";

const PAGE_SIZE = 50;
const PEOPLE = 120;
const PRIMARY = "127.0.0.1";
const SECONDARY = "127.0.0.2";
/** One that may pass by itself is tried again once, here. */
const ONCE = 1;
const TWICE = 2;
const MOST_RSS_MB = 512;

const stack = new AsyncDisposableStack();
let system: RunningSystem;
let fakes: FakeDirectories;
let certificate: { readonly cert: string; readonly key: string; readonly ca: string };

beforeAll(async () => {
  const settings = { PAGE_SIZE: String(PAGE_SIZE), RETRY_DELAYS_MS: "100", CONCURRENCY: "12" };
  system = stack.use(await startSystem({ settings: { "ldap-fetcher": settings } }));
  fakes = stack.use(fakeDirectories(system, { people: PEOPLE, groups: [30, 3] }));
  const directory = await mkdtemp(join(tmpdir(), "dirstream-fake-"));
  stack.defer(() => rm(directory, { recursive: true, force: true }));
  const made = makeCertificates(directory, [`IP:${PRIMARY}`, `IP:${SECONDARY}`]);
  certificate = { cert: await readFile(made.certificateFile, "utf8"), key: await readFile(made.keyFile, "utf8"), ca: made.caPem };
});
afterAll(() => stack.disposeAsync());

const overStartTls = () => ({ encryptionMode: "strict", startTls: true, certificateAuthority: certificate.ca });

const ofPeople = ({ filter, attributes }: HeardSearch) => filter.includes("805306368") && attributes.includes("mail");

const ofGroups = ({ attributes }: HeardSearch) => attributes.some((name) => name.startsWith("member;range="));

describe("a read that breaks off", () => {
  let connected: Connected;
  beforeAll(async () => {
    connected = await fakes.readOnce();
  });

  test.each<[string, string, number, Faults]>([
    ["in the middle of a page", "connectionLost", TWICE, { stop: { at: "midPage", how: "close" } }],
    ["between two pages", "connectionLost", TWICE, { stop: { at: "pageEnd", how: "close" } }],
    ["between two searches", "connectionLost", TWICE, { stop: { at: "firstEntry", how: "close" }, atPage: 1, ofSearch: ofGroups }],
    ["after some thousand bytes", "connectionLost", TWICE, { closeAfterBytes: 20_000 }],
    ["by a size limit", "sizeLimitExceeded", ONCE, { pageResult: { code: 4 } }],
    ["by a time limit", "timeLimitExceeded", TWICE, { pageResult: { code: 3 } }],
    ["by an administrative limit", "adminLimitExceeded", TWICE, { pageResult: { code: 11 } }],
    ["because the server is busy", "busy", TWICE, { pageResult: { code: 51 } }],
    ["because the server is not available", "unavailable", TWICE, { pageResult: { code: 52 } }],
  ])("%s removes nobody, and says why", async (_, code, tries, faults) => {
    await fakes.fails(connected, { atPage: 2, ofSearch: ofPeople, ...faults }, { code, tries });
  });

  test("leaves the read model what the directory is", () => fakes.expectSame(connected));
});

test("an empty page with a cookie is not the end of the directory", async () => {
  const fake = await fakes.start();
  fake.faults = { atPage: 2, emptyPage: true };
  const connected = await fakes.connect(fake);
  expect(connected.first).toMatchObject({ status: "completed", error: null });
  await fakes.expectSame(connected);
});

test("a directory that finds nothing any more, and that successfully, is believed by nobody", async () => {
  const connected = await fakes.readOnce();
  const { fake, connector } = connected;
  fake.faults = { findsNothing: true };
  expect(await system.api.sync(connector)).toMatchObject({ status: "held", counts: { removed: 0 } });
  const [hold] = await readList<{ reasons: readonly string[] }>(system.address, `connectors/${connector}/holds?`);
  expect(hold?.reasons).toContain("nobodyLeft");
  fake.faults = {};
  await fakes.expectSame(connected);
  const sync = await system.api.sync(connector, "incremental");
  expect(sync).toMatchObject({ mode: "full", status: "completed", counts: { removed: 0 } });
});

test("a group of thousands of members, given in ranges, is read to its last member", async () => {
  const fake = await fakes.start({ people: 3_100, groups: [3_100, 1_501, 1_500] });
  const connected = await fakes.connect(fake);
  const ranges = fake.heard.searches.filter(({ scope, attributes }) => scope === "base" && attributes[0]?.startsWith("member;range="));
  expect(ranges).toHaveLength(3); // two more for the first group, one for the second, none for the third
  await fakes.expectSame(connected);
});

describe("references to other servers", () => {
  test("are recorded and never followed: neither where the search goes on, nor where it ends with them", async () => {
    const trap = createServer().listen(0, PRIMARY);
    await once(trap, "listening");
    let visitors = 0;
    trap.on("connection", () => visitors++);
    stack.defer(() => void trap.close());
    const elsewhere = `ldap://${PRIMARY}:${(trap.address() as AddressInfo).port}/OU=Other,DC=fake,DC=test`;
    const connected = await fakes.readOnce();
    const { fake, connector } = connected;
    fake.faults = { references: [elsewhere] };
    expect(await system.api.sync(connector)).toMatchObject({ status: "completed", counts: { removed: 0 } });
    const completed = (await system.log()).findLast((it) => isA(it, "SyncCompleted") && it.subject.includes(connector));
    expect(completed?.event.data).toMatchObject({ references: [elsewhere] });
    await fakes.fails(connected, { pageResult: { code: 10, referrals: [elsewhere] } }, { code: "referral", tries: ONCE });
    expect(visitors).toBe(0);
  });
});

describe("the way into TLS", () => {
  const inClear = ({ heard }: FakeDirectory): Buffer => Buffer.concat(heard.inClear);
  const EXTENDED_REQUEST = 0x77;

  let connected: Connected;
  beforeAll(async () => {
    connected = await fakes.readOnce({ certificate }, overStartTls());
  });

  test.each<[string, string, number, Faults]>([
    ["is refused as unavailable", "unavailable", TWICE, { startTlsCode: 52 }],
    ["is refused as unknown", "startTlsRefused", ONCE, { startTlsCode: 2 }],
    ["is dropped after the answer", "tlsHandshakeFailed", TWICE, { stop: { at: "handshake", how: "close" } }],
    ["is followed by half a message in clear", "plaintextAfterStartTls", TWICE, { injected: Buffer.from("300c02010261", "hex") }],
    ["is followed by a message in clear", "protocolViolation", TWICE, { injected: Buffer.from("300c02010261070a010004000400", "hex") }],
    ["is lost after the first page", "connectionLost", TWICE, { stop: { at: "pageEnd", how: "close" } }],
  ])("%s: no sign-in goes out in clear", async (_, code, tries, faults) => {
    await fakes.fails(connected, faults, { code, tries });
    const { fake } = connected;
    expect(fake.heard.binds.length).toBeGreaterThan(0);
    expect(fake.heard.binds.filter(({ isEncrypted }) => !isEncrypted)).toEqual([]);
    expect(fake.heard.searches.filter(({ isEncrypted }) => !isEncrypted)).toEqual([]);
    expect(inClear(fake).includes(fake.account.password)).toBe(false);
    expect(inClear(fake)[5]).toBe(EXTENDED_REQUEST); // it was StartTLS that was asked for
  });

  test("is no way back to clear text with a pinned key either", async () => {
    const key = new X509Certificate(certificate.cert).publicKey.export({ type: "spki", format: "der" });
    const pinned = { encryptionMode: "relaxed", startTls: true, pinnedKey: createHash("sha256").update(key).digest("hex") };
    const relaxed = await fakes.readOnce({ certificate }, pinned);
    await fakes.fails(relaxed, { startTlsCode: 2 }, { code: "startTlsRefused", tries: ONCE });
    expect(relaxed.fake.heard.binds.every(({ isEncrypted }) => isEncrypted)).toBe(true);
  });
});

test("a server that falls silent before the sign-in is answered is given up in seconds, however far it went", async () => {
  const silent: readonly [Faults["stop"], string, FakeOptions, Readonly<Record<string, unknown>>][] = [
    [{ at: "startTls", how: "silence" }, "tlsTimeout", { certificate }, overStartTls()],
    [{ at: "handshake", how: "silence" }, "tlsTimeout", { certificate }, overStartTls()],
    [{ at: "handshake", how: "silence" }, "tlsTimeout", { certificate, ldaps: true }, { ...overStartTls(), startTls: false }],
    [{ at: "accept", how: "silence" }, "bindTimeout", {}, {}],
    [{ at: "bind", how: "silence" }, "bindTimeout", {}, {}],
  ];
  const ended = silent.map(async ([stop, code, options, settings]) => {
    const connected = await fakes.readOnce(options, settings);
    await fakes.fails(connected, stop === undefined ? {} : { stop }, { code, tries: TWICE });
  });
  await Promise.all(ended);
});

test("a wrong password is tried once and not again, so that nobody's account is locked", async () => {
  const other = await fakes.start({ host: SECONDARY });
  const fake = await fakes.start({ port: other.port });
  fake.faults = { bindResult: { code: 49, diagnostic: "80090308: LdapErr: DSID-0C0903A9, data 52e, v1db1" } };
  const { first } = await fakes.connect(fake, { secondaryHost: other.host });
  expect(first).toMatchObject({ status: "failed", error: { code: "invalidCredentials", retryable: false } });
  expect([fake.heard.binds.length, other.heard.connections]).toEqual([1, 0]);
});

describe("of two servers", () => {
  const pair = async () => {
    const secondary = await fakes.start({ name: "DC2", host: SECONDARY });
    const { port, account } = secondary;
    const connected = await fakes.readOnce({ name: "DC1", port, password: account.password }, { secondaryHost: secondary.host });
    return { ...connected, secondary };
  };

  test("the secondary is read in full when the primary is down: the mark of one server says nothing about another", async () => {
    const { fake, connector, secondary } = await pair();
    expect(await system.api.sync(connector, "incremental")).toMatchObject({ mode: "incremental", host: fake.host });
    fake.die();
    const sync = await system.api.sync(connector, "incremental");
    expect(sync).toMatchObject({ status: "completed", mode: "full", host: secondary.host, counts: UNCHANGED });
    await fakes.expectSame({ fake: secondary, connector, first: sync });
  });

  test("the secondary begins anew when the primary dies in the middle of a page, and never sees its cookies", async () => {
    const { fake, connector, secondary } = await pair();
    fake.faults = { stop: { at: "midPage", how: "die" }, atPage: 2, ofSearch: ofPeople };
    const sync = await system.api.sync(connector);
    expect(sync).toMatchObject({ status: "completed", host: secondary.host, counts: UNCHANGED });
    expect(fake.heard.searches.some(({ page }) => page?.number === 2)).toBe(true);
    expectSignedIn(secondary);
  });
});

test("a server that answers byte by byte does not keep others waiting", async () => {
  const slow = await fakes.readOnce();
  const other = await fakes.readOnce();
  slow.fake.faults = { dripMs: 50 };
  const { requestId } = await system.api.post<{ requestId: string }>(`/connectors/${slow.connector}/syncs`, { mode: "full" });
  await eventually("the slow one is being read", 10_000, async () => (slow.fake.heard.connections > 1 ? true : undefined));
  expect(await system.api.sync(other.connector)).toMatchObject({ status: "completed" });
  slow.fake.faults = {};
  expect(await system.api.answered(slow.connector, requestId)).toMatchObject({ status: "completed", counts: { removed: 0 } });
});

describe("a server that means harm", () => {
  let connected: Connected;
  beforeAll(async () => {
    connected = await fakes.readOnce();
  });

  test.each<[string, Hostility]>([
    ["a message of two gigabytes", "hugeLength"],
    ["ten thousand sequences within one another", "deepNesting"],
    ["ten million values", "manyValues"],
    ["ten million attributes", "manyAttributes"],
    ["a page that never ends", "endlessEntries"],
    ["references without end", "endlessReferences"],
  ])("with %s ends the run, and the fetcher keeps its memory", async (_, hostile) => {
    await fakes.fails(connected, { hostile, ofSearch: ofPeople }, { code: "protocolViolation", tries: TWICE });
    expect(peakMbOf(system.local.services["ldap-fetcher"].pid)).toBeLessThan(MOST_RSS_MB);
  });
});

test("thousands of entries that cannot be recorded are a few lines of the logs, which name none of them", async () => {
  const connected = await fakes.readOnce({ people: 5_000 });
  const services = Object.values(system.local.services);
  const logs = () => Promise.all(services.map(({ logFile }) => readFile(logFile, "utf8")));
  const before = await logs();
  await fakes.fails(connected, { hides: "objectguid", hidesBelowOnly: true }, { code: "idNotReadable", tries: ONCE });
  const said = (await logs()).flatMap((text, at) => text.slice(before[at]?.length).trim().split("\n"));
  const lines = said.filter((line) => line !== "" && JSON.parse(line).msg !== "answered"); // each request has a line of its own
  const [person] = connected.fake.dump().match(/^dn: CN=.*,OU=People,.*$/im) ?? expect.unreachable("a person of the fake");
  const container = person.slice(person.search(/OU=People/i));
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual(["a run began", "a run failed", "a run began", "a run completed"]);
  expect(lines.filter((line) => line.toLowerCase().includes(container.toLowerCase()))).toEqual([]);
});

test("through all of it every invariant has held, and no password has come out", async () => {
  const { local, address, logAddress } = system;
  const logs = Object.values(local.services).map(async ({ name, logFile }) => ({
    name: `the log of ${name}`,
    bytes: await readFile(logFile),
  }));
  await checkEverything({
    ...{ ...logAddress, postgresUrl: local.file.postgresUrl, api: address },
    secrets: [address.token, ...fakes.passwords()].map((text, index) => ({ name: `secret ${index}`, text })),
    artefacts: await Promise.all(logs),
  });
});
