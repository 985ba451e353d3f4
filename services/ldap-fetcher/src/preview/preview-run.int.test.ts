import { hash, randomUUID } from "node:crypto";
import { DEFAULT_GUARD, type PreviewLine, type PreviewRequest, WHOLE_SCOPE } from "@dirstream/contracts";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { fetcherOn, openSynchronisedUnit } from "../testing/synchronised-unit.ts";
import { answerPreview } from "./answer-previews.ts";

const ldap = inject("ldap");
let unit: Awaited<ReturnType<typeof openSynchronisedUnit>>;

beforeAll(async () => {
  unit = await openSynchronisedUnit(inject("natsUrl"), ldap);
  for (const uid of ["ada", "bob", "cyd"]) await unit.addPerson(uid, { mail: `${uid}@example.com`, title: "Engineer" });
  await unit.directory.add(`ou=leavers,${unit.baseDn}`, { objectClass: "organizationalUnit", ou: "leavers" });
  await unit.addGroup("all", ["ada", "bob"]);
});
afterAll(() => unit[Symbol.asyncDispose]());

type Line<Kind extends PreviewLine["line"]> = Extract<PreviewLine, { line: Kind }>;

const preview = async (settings: Partial<PreviewRequest["settings"]> = {}, connector = "c1", password = ldap.adminPassword) => {
  const { log, access, signal } = fetcherOn(unit.log, password);
  const errors: unknown[] = [];
  const previewer = { log, access, signal, keys: new Map(), onError: (error: unknown) => void errors.push(error) };
  const request: PreviewRequest = {
    ...{ previewId: randomUUID(), account: "acme", connector, password: { version: "1" } },
    settings: { ...unit.settings, ...settings },
  };
  const parts: Uint8Array[] = [];
  for await (const part of answerPreview(previewer, Buffer.from(JSON.stringify(request)))) parts.push(part);
  const text = Buffer.concat(parts).toString().trim();
  const lines = text.split("\n").map((line) => JSON.parse(line) as PreviewLine);
  expect(errors).toEqual([]);
  const last = lines.at(-1) as PreviewLine;
  const changes = lines.filter((line): line is Line<"change"> => line.line === "change");
  return { last, changes, summary: last as Line<"summary">, largestPart: Math.max(...parts.map(({ length }) => length)) };
};
const told = (changes: readonly Line<"change">[]) =>
  changes.map(({ dn, changes, held }) => `${dn.split(",")[0]} ${changes.join("+")}${held ? " (held)" : ""}`).sort();

test("of a connector that is not saved, everybody is new, with what would be recorded", async () => {
  const { changes, summary } = await preview({}, "");
  expect(told(changes)).toEqual(["cn=all created", "uid=ada created", "uid=bob created", "uid=cyd created"]);
  expect(changes.find(({ dn }) => dn.startsWith("cn=all"))?.members).toEqual({ added: 2, removed: 0 });
  expect(changes.find(({ dn }) => dn.startsWith("uid=ada"))).toMatchObject({
    ...{ name: "ada", mail: "ada@example.com", kind: "user", state: "active" },
    changed: { title: { before: null, after: ["Engineer"] } },
  });
  expect(summary).toMatchObject({ line: "summary", counts: { read: 4, created: 4 }, held: null, active: 0 });
  expect(await unit.news(), "nothing is recorded").toEqual([]);
});

test("it says what the next synchronisation then does, entry by entry", async () => {
  await unit.sync();
  await unit.news();
  await unit.directory.modify(`uid=ada,${unit.baseDn}`, [change("replace", "title", "Countess")]);
  await unit.directory.modifyDN(`uid=bob,${unit.baseDn}`, `uid=robert,ou=leavers,${unit.baseDn}`);
  await unit.directory.del(`uid=cyd,${unit.baseDn}`);
  const { changes, summary } = await preview();
  // The group goes on naming whoever has moved: nobody is lost, but the name is nobody's now.
  expect(told(changes)).toEqual(["cn=all updated", "uid=ada updated", "uid=cyd removed", "uid=robert moved+updated"]);
  expect(changes.find(({ dn }) => dn.startsWith("uid=ada"))?.changed).toEqual({ title: { before: ["Engineer"], after: ["Countess"] } });
  expect(changes.find(({ dn }) => dn.startsWith("uid=cyd"))).toMatchObject({ state: "removed", name: "cyd", mail: "cyd@example.com" });
  expect(await unit.news()).toEqual([]);

  await unit.sync();
  const recorded = (await unit.news()).flatMap((event) =>
    event.type === "EntryChanged" ? [`${event.data.entryId} ${event.data.changes.join("+")}`] : [],
  );
  expect(changes.map(({ entryId, changes }) => `${entryId} ${changes.join("+")}`).sort()).toEqual(recorded.sort());
  expect(summary.counts).toMatchObject({ updated: 3, moved: 1, removed: 1, created: 0 });
});

test("of another scope it shows who would go, and that it would wait for an approval", async () => {
  const scope = { ...WHOLE_SCOPE, excludedDns: [`ou=leavers,${unit.baseDn}`], omittedAttributes: ["title"] };
  const { changes, summary } = await preview({ scope });
  expect(told(changes)).toEqual(["uid=ada updated", "uid=robert removed"]);
  const guard = { ...DEFAULT_GUARD, removals: { count: 0, percent: 100, percentFrom: 0 } };
  const held = await preview({ scope, guard });
  expect(told(held.changes)).toEqual(["uid=ada updated", "uid=robert removed (held)"]);
  expect(held.summary.held).toMatchObject({ reasons: ["removals"], removed: 1 });
  expect([summary.counts.removed, held.summary.counts.removed]).toEqual([1, 0]);
  expect(await unit.news()).toEqual([]);
});

test("parts are never larger than a message may be, and long values are shown by their fingerprint", async () => {
  const many = Array.from({ length: 400 }, (_, at) => `${at} ${"x".repeat(1_000)}`);
  const long = "y".repeat(2_000);
  await unit.directory.modify(`uid=ada,${unit.baseDn}`, [change("replace", "description", [...many, long])]);
  const { changes, largestPart } = await preview();
  const after = changes.find(({ dn }) => dn.startsWith("uid=ada"))?.changed.description?.after ?? [];
  expect(after.filter((value) => typeof value === "string").sort()).toEqual(many.sort());
  expect(after.filter((value) => typeof value !== "string")).toEqual([{ sha256: hash("sha256", long), bytes: 2_000 }]);
  expect(largestPart).toBeLessThanOrEqual(256 * 1024);
  await unit.directory.modify(`uid=ada,${unit.baseDn}`, [change("replace", "description", [])]);
});

test("that cannot be made says why", async () => {
  expect((await preview({}, "c1", "wrong")).last).toMatchObject({ line: "failed", stage: "bind", code: "invalidCredentials" });
  expect((await preview({ baseDn: `ou=nowhere,${unit.baseDn}` })).last).toMatchObject({ line: "failed", code: "noSuchBase" });
});

const { Attribute, Change } = await import("ldapts");
const change = (operation: "replace", type: string, value: string | string[]) =>
  new Change({ operation, modification: new Attribute({ type, values: [value].flat() }) });
