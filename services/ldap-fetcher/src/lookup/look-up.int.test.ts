import { randomUUID } from "node:crypto";
import { type LookupFound, LookupLine, type LookupSummary, type Scope, WHOLE_SCOPE } from "@dirstream/contracts";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { fetcherOn, ofType, openSynchronisedUnit } from "../testing/synchronised-unit.ts";
import { answerLookup } from "./answer-lookups.ts";

const ldap = inject("ldap");
const PEOPLE = 25;
let unit: Awaited<ReturnType<typeof openSynchronisedUnit>>;
/** No other test's people are called so. */
let mark: string;
let scope: Scope;

beforeAll(async () => {
  unit = await openSynchronisedUnit(inject("natsUrl"), ldap);
  mark = unit.baseDn.slice("ou=".length, unit.baseDn.indexOf(","));
  for (const ou of ["leavers", "offices"]) await unit.directory.add(`ou=${ou},${unit.baseDn}`, { objectClass: "organizationalUnit", ou });
  await unit.directory.add(`ou=leavers,ou=leavers,${unit.baseDn}`, { objectClass: "organizationalUnit", ou: "leavers" });
  const person = async (uid: string, more: object = {}, place = "") => {
    const looks = { uid, cn: uid, displayName: `Zoë ${uid} ${mark}`, mail: `${uid}.${mark}@example.com`, employeeType: "staff" };
    await unit.addPerson(`${uid}${place}`, { ...looks, ...more });
  };
  const elsewhere = (uid: string) => ({ mail: `${uid}.${mark}@elsewhere.example` });
  await person("ada");
  await person("bob", {}, ",ou=leavers");
  await person("cyd", { employeeType: "guest" });
  await person("dan", elsewhere("dan"));
  await person("eve", { employeeType: "guest", ...elsewhere("eve") }, ",ou=leavers");
  await unit.addGroup(`team ${mark}`, ["ada"]);
  await unit.addGroup(`parking ${mark}`, ["ada"]);
  await unit.directory.add(`cn=printer ${mark},${unit.baseDn}`, { objectClass: "device", cn: `printer ${mark}` });
  for (let n = 1; n <= PEOPLE; n++) await person(`many${mark}${n}`, { employeeType: "robot", ...elsewhere("robot") }, ",ou=offices");
  scope = {
    ...WHOLE_SCOPE,
    excludedDns: [`OU=Leavers, ${unit.baseDn}`],
    peopleFilter: "(!(employeeType=guest))",
    groupFilter: "(cn=team*)",
  };
  scope = { ...scope, emailDomains: ["example.com"] };
});
afterAll(() => unit[Symbol.asyncDispose]());

interface Asked {
  readonly settings?: object;
  readonly password?: string;
  readonly withinMs?: number;
}

const linesOf = async (question: string, { settings = { scope }, password = ldap.adminPassword, withinMs }: Asked = {}) => {
  const { log, access, signal } = fetcherOn(unit.log, password);
  const errors: unknown[] = [];
  const request = { lookupId: randomUUID(), account: "acme", connector: "c1", question, settings: { ...unit.settings, ...settings } };
  const searcher = {
    log,
    access,
    signal,
    onError: (error: unknown) => void errors.push(error),
    ...(withinMs === undefined ? {} : { withinMs }),
  };
  const lines: LookupLine[] = [];
  for await (const part of answerLookup(searcher, Buffer.from(JSON.stringify(request)))) {
    lines.push(LookupLine.parse(JSON.parse(Buffer.from(part).toString())));
  }
  expect(errors).toEqual([]);
  return lines;
};
const ask = async (question: string, asked: Asked = {}) => {
  const lines = await linesOf(question, asked);
  const found = lines.filter((line): line is LookupFound => line.line === "found");
  const summary = lines.at(-1) as LookupSummary;
  expect(summary.line).toBe("summary");
  return { found, summary };
};
const why = async (question: string, asked?: Asked) => (await ask(question, asked)).found.map(({ because }) => because);

test("somebody in scope is shown as he would be recorded, with his id", async () => {
  const { found, summary } = await ask(`ada.${mark}@example.com`);
  const { searchEntries } = await unit.directory.search(`uid=ada,${unit.baseDn}`, {
    scope: "base",
    attributes: ["entryUUID", "modifyTimestamp"],
  });
  const { entryUUID, modifyTimestamp } = searchEntries[0] as unknown as Record<string, string>;
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})/.exec(modifyTimestamp ?? "") ?? [];
  expect(found).toEqual([
    {
      ...{ line: "found", entryId: entryUUID, dn: `uid=ada,${unit.baseDn}`, kind: "user", name: `Zoë ada ${mark}`, state: "active" },
      ...{ email: `ada.${mark}@example.com`, whenChanged: expect.stringContaining(`${year}-${month}-${day}T`) },
      ...{ objectClasses: ["inetOrgPerson"], inScope: true, because: [] },
    },
  ]);
  expect(summary).toMatchObject({ askedAs: "address", host: ldap.host, searched: ldap.baseDn, truncated: false });
});

describe("why somebody is not in scope is said with what keeps him out:", () => {
  test("the container", async () => {
    expect(await why(`bob.${mark}@example.com`)).toEqual([[{ code: "excluded", container: `OU=Leavers, ${unit.baseDn}` }]]);
  });
  test("the filter, as the server understands it", async () => {
    expect(await why(`cyd.${mark}@example.com`)).toEqual([[{ code: "filter", filter: "(!(employeeType=guest))" }]]);
    expect(await why(`parking ${mark}`)).toEqual([[{ code: "filter", filter: "(cn=team*)" }]]);
    expect(await why(`team ${mark}`)).toEqual([[]]);
  });
  test("the domain", async () => {
    expect(await why(`dan.${mark}@elsewhere.example`)).toEqual([[{ code: "emailDomains", domains: ["example.com"] }]]);
  });
  test("the base", async () => {
    const settings = { baseDn: `ou=offices,${unit.baseDn}`, scope: { ...WHOLE_SCOPE, moreBaseDns: [`ou=leavers,${unit.baseDn}`] } };
    const because = { code: "outsideBases", baseDns: [settings.baseDn, `ou=leavers,${unit.baseDn}`] };
    expect(await why(`ada.${mark}@example.com`, { settings })).toEqual([[because]]);
    expect(await why(`bob.${mark}@example.com`, { settings })).toEqual([[]]);
  });
  test("that it is no kind of ours", async () => {
    const { found } = await ask(`printer ${mark}`);
    expect(found).toMatchObject([{ kind: null, inScope: false, because: [{ code: "otherKind" }], objectClasses: ["device"] }]);
  });
  test("all of it at once", async () => {
    const [because] = await why(`eve.${mark}@elsewhere.example`);
    expect(because?.map(({ code }) => code)).toEqual(["excluded", "filter", "emailDomains"]);
  });
});

test("in scope is exactly whom a run brings", async () => {
  await unit.command({ type: "ConnectorRegistered", data: { settings: { ...unit.settings, scope }, by: "test" } }, "scoped");
  await unit.news();
  await unit.sync({}, "scoped");
  const brought = ofType(await unit.news(), "EntryChanged").map(({ data }) => data.entryId);
  const questions = ["ada", "bob", "cyd", "dan", "eve"].map((uid) => `Zoë ${uid}`);
  const found = [];
  for (const question of [...questions, "team", "parking"]) found.push(...(await ask(`${question} ${mark}`)).found);
  expect(found).toHaveLength(7);
  expect(
    found
      .filter(({ inScope }) => inScope)
      .map(({ entryId }) => entryId)
      .sort(),
  ).toEqual(brought.sort());
});

describe("a question is", () => {
  test("a name, a user name, or how it begins", async () => {
    const names = async (question: string) => (await ask(question)).found.map(({ dn }) => dn.split(",")[0]);
    expect(await names(`zoë ADA ${mark}`)).toEqual(["uid=ada"]);
    expect(await names(`Zoë a`)).toContain("uid=ada");
    expect(await names(`EXAMPLE\\many${mark}7`)).toEqual([`uid=many${mark}7`]);
  });

  test("a DN, of whatever is there, however it is written", async () => {
    expect((await ask(`UID=Ada , ${unit.baseDn.toUpperCase()}`)).found).toMatchObject([{ inScope: true, dn: `uid=ada,${unit.baseDn}` }]);
    expect((await ask(`ou=leavers,${unit.baseDn}`)).found).toMatchObject([{ kind: null, dn: `ou=leavers,${unit.baseDn}` }]);
  });

  test.each([
    ["a name that nobody has", "Nobody at all", "name"],
    ["an address that nobody has", "nobody@nowhere.example", "address"],
    ["a DN that is not there", "uid=nobody,dc=example,dc=com", "dn"],
    ["a DN of another directory", "cn=anna,dc=elsewhere,dc=org", "dn"],
    ["a DN of types that the schema does not know", "nonsense=anna,more=nonsense", "dn"],
    ["a filter", "*)(objectClass=*", "name"],
  ])("answered also where it is %s", async (_, question, askedAs) => {
    expect(await ask(question)).toMatchObject({ found: [], summary: { askedAs, searched: ldap.baseDn, truncated: false } });
  });

  test("answered with the first twenty where it fits more, each judged", async () => {
    const { found, summary } = await ask(`many${mark}`, {
      settings: { scope: { ...scope, emailDomains: [], peopleFilter: "(employeeType=staff)" } },
    });
    expect([found.length, summary.truncated]).toEqual([20, true]);
    expect(new Set(found.map(({ dn }) => dn)).size).toBe(20);
    for (const { because } of found) expect(because).toEqual([{ code: "filter", filter: "(employeeType=staff)" }]);
  });
});

test("what is not recorded is not shown, and a password never", async () => {
  await unit.directory.modify(`uid=ada,${unit.baseDn}`, change("userPassword", "canary-4711"));
  const omitted = { scope: { ...scope, omittedAttributes: ["mail", "displayName"], moreAttributes: ["userPassword"] } };
  const lines = await linesOf(`ada.${mark}@example.com`, { settings: omitted });
  expect(lines[0]).toMatchObject({ name: "ada", email: null });
  expect(JSON.stringify(lines)).not.toMatch(/canary|userPassword/i);
  expect(JSON.stringify(lines)).not.toContain(Buffer.from("canary-4711").toString("base64"));
});

test.each<[string, Asked, object]>([
  ["with a wrong password", { password: "wrong" }, { stage: "bind", code: "invalidCredentials" }],
  ["below a base that is not there", { settings: { baseDn: "ou=nowhere,dc=example,dc=com" } }, { stage: "base", code: "noSuchBase" }],
  [
    "that takes longer than people wait",
    { withinMs: 0 },
    { code: "lookupTookTooLong", message: expect.stringMatching(/ask by the e-mail/) },
  ],
])("a question %s says why there is no answer", async (_, asked, expected) => {
  expect(await linesOf("ada", asked)).toMatchObject([{ line: "failed", ...expected }]);
});

const { Attribute, Change } = await import("ldapts");
const change = (type: string, value: string) =>
  new Change({ operation: "replace", modification: new Attribute({ type, values: [value] }) });
