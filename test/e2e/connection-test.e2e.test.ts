import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Slapd, startSlapd } from "@dirstream/deploy/components/slapd";
import { hashPassword } from "@dirstream/deploy/components/slapd-configuration";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { activeDirectoryFixture, COMPANY, DOMAIN, UNITS } from "../fixtures/active-directory.ts";
import { commandLineOf } from "../fixtures/command-line.ts";
import { writeLdif } from "../fixtures/ldif-writer.ts";
import { type LiveDomain, startDomain } from "../fixtures/live-domain.ts";
import { type RunningSystem, startSystem } from "../fixtures/running-system.ts";

const { ldif: domainLdif, people, groups, contacts } = activeDirectoryFixture();
/** A fifth of the people, and nobody else. */
const UNIT = UNITS[0] ?? "";
const BASE = "dc=example,dc=com";
const READER = `cn=reader,${BASE}`;
const STRANGER = `cn=stranger,${BASE}`;
const newPassword = (): string => `Canary-1${randomBytes(12).toString("base64url")}`;
const passwords = { reader: newPassword(), admin: newPassword(), domain: newPassword(), wrong: newPassword() };

const stack = new AsyncDisposableStack();
let system: RunningSystem;
let slapd: Slapd;
let domain: LiveDomain;
const answers: string[] = [];

/** An OpenLDAP in which one account may read everything, and another nothing but the base. */
const startOpenLdap = async (): Promise<Slapd> => {
  const directory = await mkdtemp(join(tmpdir(), "dirstream-test-"));
  stack.defer(() => rm(directory, { recursive: true, force: true }));
  const account = (dn: string) => {
    const cn = dn.slice(3, dn.indexOf(","));
    return {
      dn,
      attributes: { objectClass: ["organizationalRole", "simpleSecurityObject"], cn, userPassword: hashPassword(passwords.reader) },
    };
  };
  const person = (at: number) => {
    const uid = `p${at}`;
    return {
      dn: `uid=${uid},ou=people,${BASE}`,
      attributes: { objectClass: "inetOrgPerson", uid, cn: uid, sn: uid, mail: `${uid}@example.com` },
    };
  };
  const ldif = writeLdif([
    { dn: BASE, attributes: { objectClass: ["dcObject", "organization"], dc: "example", o: "Example" } },
    ...[READER, STRANGER].map(account),
    { dn: `ou=people,${BASE}`, attributes: { objectClass: "organizationalUnit", ou: "people" } },
    ...Array.from({ length: 12 }, (_, at) => person(at)),
  ]);
  const databaseLines = [
    "access to attrs=userPassword by anonymous auth by * none",
    `access to dn.base="${BASE}" by * read`,
    `access to * by dn.exact="${STRANGER}" none by users read by * none`,
  ];
  return stack.use(await startSlapd({ directory, suffix: BASE, adminPassword: passwords.admin, ldif, databaseLines }));
};

beforeAll(async () => {
  system = stack.use(await startSystem());
  [slapd, domain] = await Promise.all([startOpenLdap(), startDomain(domainLdif).then((it) => stack.use(it))]);
});
afterAll(() => stack.disposeAsync());

interface Stage {
  readonly role: string;
  readonly stage: string;
  readonly outcome: string;
  readonly code: string | null;
  readonly message: string;
  readonly advice: string | null;
  readonly certificate?: { readonly keySha256: string; readonly trusted: boolean };
  readonly found?: readonly { readonly kind: string; readonly count: number; readonly sample: readonly { readonly name: string }[] }[];
  readonly account?: object;
  readonly tracking?: object;
}

const look = async (settings: object, path = "/connection-test") => {
  const answer = await system.api.ask<{ outcome: string; stages: readonly Stage[] }>("POST", path, settings);
  answers.push(JSON.stringify(answer.body));
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  const { outcome, stages } = answer.body;
  const words = Object.fromEntries(stages.filter(({ role }) => role === "primary").map((it) => [it.stage, it.code ?? it.outcome]));
  return { outcome, words, at: (stage: string) => stages.find((it) => it.stage === stage) ?? expect.unreachable(stage) };
};

const openLdap = (more: object = {}) => ({
  ...{ primaryHost: "127.0.0.1", port: slapd.port, encryptionMode: "none" },
  ...{ bindDn: READER, bindPassword: passwords.reader, baseDn: BASE },
  ...more,
});

describe("OpenLDAP", () => {
  test("is looked at stage by stage before anything is saved", async () => {
    const { outcome, words, at } = await look(
      openLdap({ port: slapd.ldapsPort, encryptionMode: "strict", certificateAuthority: slapd.caPem }),
    );
    expect(words).toEqual({
      ...{ resolve: "notApplicable", connect: "passed", tls: "passed", bind: "passed", base: "passed" },
      ...{ read: "passed", account: "accountNotDescribed", changes: "passed" },
    });
    expect(outcome).toBe("passed");
    expect(at("read").found?.[0]).toMatchObject({ kind: "user", count: 12 });
    expect(at("changes").tracking).toMatchObject({ vendor: "openldap", mark: "contextCSN" });
    expect((await system.log()).filter(({ event }) => event.type.startsWith("Connector"))).toEqual([]);
  });

  test.each([
    ["a wrong password", { bindPassword: passwords.wrong }, { bind: "invalidCredentials", base: "notReached" }],
    ["a base that is not there", { baseDn: `ou=nowhere,${BASE}` }, { bind: "passed", base: "noSuchBase" }],
    ["an account without the right to read", { bindDn: STRANGER }, { bind: "passed", base: "passed", read: "nobodyFound" }],
    ["a closed port", { port: 1 }, { connect: "connectionRefused", bind: "notReached" }],
    ["a name that does not exist", { primaryHost: "nowhere.invalid" }, { resolve: "hostNotFound" }],
  ])("%s is told at its stage", async (_, change, expected) => {
    const { outcome, words } = await look(openLdap(change));
    expect([outcome, words]).toMatchObject(["failed", expected]);
  });

  test("relaxed shows the certificate, and goes on with the key that was confirmed; so does the synchronisation", async () => {
    const relaxed = { port: slapd.ldapsPort, encryptionMode: "relaxed" };
    const asked = await look(openLdap(relaxed));
    expect([asked.outcome, asked.words]).toMatchObject(["confirm", { tls: "certificateNotPinned", bind: "notReached" }]);
    const pinnedKey = asked.at("tls").certificate?.keySha256;
    const settings = openLdap({ ...relaxed, pinnedKey });
    expect((await look(settings)).outcome).toBe("passed");
    const saved = { name: "Relaxed", environment: "on-premises", ...settings };
    const { connectorId, requestId } = await system.api.post<{ connectorId: string; requestId: string }>("/connectors", saved);
    expect(await system.api.answered(connectorId, requestId)).toMatchObject({ status: "completed", counts: { created: 12 } });
    // The password is not asked for again; where it would go elsewhere, it is.
    expect((await look({}, `/connectors/${connectorId}/test`)).outcome).toBe("passed");
    const elsewhere = await system.api.ask("POST", `/connectors/${connectorId}/test`, { port: slapd.port });
    expect(elsewhere.status).toBe(422);
  });
});

describe("Active Directory", () => {
  const utf16 = (password: string): Buffer => Buffer.from(`"${password}"`, "utf16le");
  const account = (name: string, userAccountControl: string, more: Record<string, string> = {}) => ({
    add: {
      dn: `CN=${name},${COMPANY}`,
      attributes: { objectClass: "user", sAMAccountName: name, unicodePwd: utf16(passwords.domain), userAccountControl, ...more },
    },
  });
  beforeAll(() =>
    domain.change(
      ...[account("reader", "66048"), account("expiring", "512"), account("disabled", "514")],
      account("unchanged", "512", { pwdLastSet: "0" }),
    ),
  );

  const settings = (name: string, more: object = {}) => ({
    ...{ primaryHost: domain.samba.host, port: domain.samba.ldapsPort, encryptionMode: "strict", certificateAuthority: domain.samba.caPem },
    ...{ bindDn: `CN=${name},${COMPANY}`, bindPassword: passwords.domain, baseDn: UNIT },
    ...more,
  });

  test("shows what would be synchronised, the account itself, and how changes are found", async () => {
    const { outcome, at } = await look(settings("reader"));
    expect(outcome).toBe("passed");
    const [users, ...others] = at("read").found ?? [];
    expect(users).toMatchObject({ kind: "user", count: people.filter(({ dn }) => dn.endsWith(`,${UNIT}`)).length });
    expect(users?.sample).toHaveLength(5);
    expect(others.map(({ kind, count }) => [kind, count])).toEqual([
      ["group", 0],
      ["contact", 0],
    ]);
    expect(at("account")).toMatchObject({ outcome: "passed", account: { passwordNeverExpires: true, passwordExpires: null } });
    expect(at("changes").tracking).toMatchObject({ way: "dirSync", mark: "highestCommittedUSN", tombstones: false });
  });

  test.each([
    ["groups", "OU=Groups", "group", groups.length],
    ["contacts", "OU=Contacts", "contact", contacts.length],
  ])("shows that there are only %s where that is so", async (_, unit, kind, count) => {
    const { outcome, words, at } = await look(settings("reader", { baseDn: `${unit},${COMPANY}` }));
    expect([outcome, words]).toMatchObject(["warning", { read: "noPeople" }]);
    expect(at("read").found).toContainEqual(expect.objectContaining({ kind, count }));
  });

  test("a tombstone is seen by who may read it", async () => {
    await domain.change({ remove: people[10]?.dn ?? "" });
    const asAdmin = { bindDn: domain.samba.adminDn, bindPassword: domain.samba.adminPassword };
    expect((await look(settings("", asAdmin))).at("changes").tracking).toMatchObject({ tombstones: true });
    expect((await look(settings("reader"))).at("changes").tracking).toMatchObject({ tombstones: false });
  });

  test.each([
    ["whose password expires is warned of", "expiring", {}, "warning", { account: "passwordExpires", changes: "passed" }],
    ["that is disabled cannot be used", "disabled", {}, "failed", { bind: "accountDisabled" }],
    ["whose password must be changed first cannot be used", "unchanged", {}, "failed", { bind: "passwordMustChange" }],
    ["with a wrong password cannot be used", "reader", { bindPassword: passwords.wrong }, "failed", { bind: "invalidCredentials" }],
  ])("an account %s", async (_, name, more, outcome, expected) => {
    const looked = await look(settings(name, more));
    expect([looked.outcome, looked.words]).toMatchObject([outcome, expected]);
    expect(Object.keys(looked.words).filter((stage) => looked.at(stage).outcome === outcome)).toHaveLength(1);
  });

  test("a certificate of an authority that is not known is refused before anything is said", async () => {
    const { words, at } = await look(settings("reader", { certificateAuthority: null }));
    expect(words).toMatchObject({ tls: "certificateUntrusted", bind: "notReached" });
    expect(at("tls").certificate).toMatchObject({ trusted: false });
  });
});

describe("on the command line is told why somebody is not here:", () => {
  const [TEAM, LEAVERS] = [`OU=Team,${COMPANY}`, `OU=Leavers,OU=Team,${COMPANY}`];
  const unit = (dn: string) => ({ add: { dn, attributes: { objectClass: "organizationalUnit" } } });
  const member = (name: string, more: Record<string, string> = {}, place = TEAM) => {
    const looks = { displayName: `${name} Smith`, mail: `${name.toLowerCase()}@team.example`, employeeType: "staff" };
    const account = { objectClass: "user", sAMAccountName: `team-${name.toLowerCase()}`, userAccountControl: "544" };
    return { add: { dn: `CN=${name},${place}`, attributes: { ...account, ...looks, ...more } } };
  };
  const why = async (question: string): Promise<string[]> => {
    const { status, told, printed } = await commandLineOf(system)("why", "Team", question);
    expect([status, told]).toEqual([0, ""]);
    const lines = printed.trimEnd().split("\n");
    return lines.map((line) => line.trim().replace(/\b\d{1,2} [A-Z][a-z]+( \d{4})?(?=[.),])/, "today"));
  };

  beforeAll(async () => {
    await domain.change(unit(TEAM), unit(LEAVERS), member("Anna"), member("Dora"), member("Rob"), member("Moved"));
    const others = [member("Guest", { employeeType: "guest" }), member("Foreign", { mail: "foreign@else.example" })];
    await domain.change(member("Left", {}, LEAVERS), ...others);
    const scope = { excludedDns: [LEAVERS], peopleFilter: "(employeeType=staff)", emailDomains: ["team.example"] };
    const { host: primaryHost, ldapsPort: port, caPem: certificateAuthority, adminDn: bindDn, adminPassword: bindPassword } = domain.samba;
    const { connectorId, requestId } = await system.api.post<{ connectorId: string; requestId: string }>("/connectors", {
      ...{ name: "Team", environment: "on-premises", primaryHost, port, encryptionMode: "strict", certificateAuthority },
      ...{ bindDn, bindPassword, baseDn: TEAM, scope },
    });
    expect(await system.api.answered(connectorId, requestId)).toMatchObject({ status: "completed", counts: { created: 4 } });
    await domain.change({ modify: `CN=Anna,${TEAM}`, with: [["replace", "displayName", "Anna Jones"]] });
    await domain.change({ modify: `CN=Dora,${TEAM}`, with: [["replace", "userAccountControl", "546"]] }, { remove: `CN=Rob,${TEAM}` });
    const sync = await system.api.sync(connectorId, "incremental");
    expect(sync).toMatchObject({ status: "completed", counts: { updated: 2, disabled: 1, removed: 1 } });
    await domain.change({ rename: `CN=Moved,${TEAM}`, to: "CN=Moved", under: LEAVERS }, member("Newcomer"));
  });

  test.each<[who: string, question: string, said: string | RegExp]>([
    ["who is here under another name", "anna@team.example", `Here, as Anna Jones (was Anna Smith until today).`],
    ["who is disabled", "LAB\\team-dora", `In scope, but disabled in the directory since today.`],
    ["who lies in a container that is left out", "left@team.example", `Under ${LEAVERS}, which this connector leaves out.`],
    ["whom the filter leaves out", "Guest Smith", "Does not match the connector's filter (employeeType=staff)."],
    ["whose address is elsewhere", "foreign@else.example", /^In another e-mail domain than those .* \(team\.example\)\.$/],
    ["who is below none of the bases", "u00001@example.com", /^Not under OU=Team,.* which is what this connector reads; does not/],
    ["what is no person", LEAVERS, /; neither person nor group .*\(objectClass top, organizationalUnit\)\.$/],
    ["who is new", "newcomer", "In scope, but not here yet: the next synchronisation brings it."],
    [
      "who has left since",
      "moved@team.example",
      `Under ${LEAVERS}, which this connector leaves out. Still here, as Moved Smith: the next synchronisation removes it.`,
    ],
  ])("%s", async (_, question, said) => {
    const [heading, sentence, ...more] = await why(question);
    expect(heading).toMatch(/(CN|OU)=/);
    if (typeof said === "string") expect(sentence).toBe(said);
    else expect(sentence).toMatch(said);
    expect(more).toEqual([]);
  });

  test("who was removed, and who never was there", async () => {
    const notFound = `Not found under ${DOMAIN} as the account we use sees it.`;
    const removed = `Removed here on today, because it was deleted in the directory. Last seen as CN=Rob,${TEAM}.`;
    expect(await why("CN=Rob")).toEqual([notFound, `CN=Rob,${TEAM}`, removed]);
    expect(await why("nobody@team.example")).toEqual([notFound]);
  });
});

test("nothing that was entered is told to anybody", () => {
  for (const password of [...Object.values(passwords), domain.samba.adminPassword]) expect(answers.join("")).not.toContain(password);
});

test("everything that was recorded holds together", () => system.check());
