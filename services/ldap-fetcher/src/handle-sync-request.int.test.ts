import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { entryEvents, subjects, syncEvents } from "@dirstream/contracts";
import { append, respond } from "@dirstream/event-log";
import { Attribute, Change } from "ldapts";
import { beforeEach, expect, inject, test } from "vitest";
import { fingerprintOf } from "./run/image.ts";
import { fetcherOn, ofType, openSynchronisedUnit, type Recorded } from "./testing/synchronised-unit.ts";

const ldap = inject("ldap");
let unit: Awaited<ReturnType<typeof openSynchronisedUnit>>;

beforeEach(async () => {
  unit = await openSynchronisedUnit(inject("natsUrl"), ldap);
  return () => unit[Symbol.asyncDispose]();
});

const addPeople = async (number: number) => {
  for (let at = 0; at < number; at++) await unit.addPerson(`p${at}`);
};
const removePeople = async (from: number, to: number) => {
  for (let at = from; at < to; at++) await unit.directory.del(`uid=p${at},${unit.baseDn}`);
};
const replace = (uid: string, type: string, values: string[]) =>
  unit.directory.modify(`uid=${uid},${unit.baseDn}`, new Change({ operation: "replace", modification: new Attribute({ type, values }) }));
const terminalOf = (recorded: Awaited<ReturnType<typeof unit.news>>) => {
  const last = recorded.at(-1);
  if (last?.type !== "SyncCompleted" && last?.type !== "SyncFailed") throw new Error(`the last message is ${last?.type}`);
  return last;
};

test("everything is recorded once, and a second run has nothing to say", async () => {
  await addPeople(3);
  await unit.addGroup("crew", ["p0", "p1", "nobody"]);
  expect(await unit.sync()).toEqual({ do: "ack" });
  const first = await unit.news();
  expect(ofType(first, "EntryChanged").map(({ data }) => data.changes)).toEqual([["created"], ["created"], ["created"], ["created"]]);
  const [members] = ofType(first, "GroupMembersChanged");
  expect(members?.data.members.filter(({ entryId }) => entryId !== undefined)).toHaveLength(2);
  expect(members?.data.members).toContainEqual({ dn: `uid=nobody,${unit.baseDn}` });
  expect(terminalOf(first)).toMatchObject({ type: "SyncCompleted", data: { counts: { read: 4, created: 4 } } });

  await unit.sync();
  expect((await unit.news()).map(({ type }) => type)).toEqual(["SyncStarted", "SyncProgressed", "SyncCompleted"]);
});

test("a rename is a change of one entry, and its groups lose nobody", async () => {
  await addPeople(2);
  await unit.addGroup("crew", ["p0", "p1"]);
  await unit.sync();
  await unit.news();
  await unit.directory.modifyDN(`uid=p0,${unit.baseDn}`, `uid=captain,${unit.baseDn}`);
  await unit.sync();
  const [moved, ...others] = ofType(await unit.news(), "EntryChanged");
  expect(moved?.data).toMatchObject({
    kind: "user",
    changes: ["moved", "updated"],
    changed: { uid: { before: ["p0"], after: ["captain"] } },
  });
  // The server lists the old name still: the member's reference took another form, and nobody was lost.
  expect(others.map(({ data }) => [data.kind, data.changes])).toEqual([["group", ["updated"]]]);
});

test("a person who is gone is removed, with evidence and without an image", async () => {
  await addPeople(3);
  await unit.sync();
  await unit.news();
  await unit.directory.del(`uid=p1,${unit.baseDn}`);
  await unit.sync();
  const removed = await unit.news();
  expect(ofType(removed, "EntryChanged")[0]?.data).toMatchObject({
    ...{ changes: ["removed"], state: "removed", evidence: "absentFromCompleteRead", attributes: {}, profile: {} },
  });
  expect(ofType(removed, "SyncProgressed").at(-1)?.data.stage).toBe("removing");
});

test("an entry that leaves the scope and comes back keeps its id and its history", async () => {
  await addPeople(2);
  await unit.sync();
  const [created] = ofType(await unit.news(), "EntryChanged").filter(({ data }) => data.dn.startsWith("uid=p1"));
  const outside = `uid=p1-outside-${created?.data.entryId.slice(0, 8)},${ldap.baseDn}`;
  await unit.directory.modifyDN(`uid=p1,${unit.baseDn}`, outside);
  await unit.sync();
  expect(ofType(await unit.news(), "EntryChanged")[0]?.data).toMatchObject({ changes: ["removed"], entryId: created?.data.entryId });
  await unit.directory.modifyDN(outside, `uid=p1,${unit.baseDn}`);
  await unit.sync();
  expect(ofType(await unit.news(), "EntryChanged")[0]?.data).toMatchObject({ changes: ["restored"], entryId: created?.data.entryId });
});

test("too many removals are held; approved, exactly they go, and who is back stays", async () => {
  await addPeople(40);
  await unit.sync();
  await unit.news();
  await removePeople(0, 24);
  const outside = `uid=${unit.baseDn.slice(3, 12)},${ldap.baseDn}`;
  await unit.directory.modifyDN(`uid=p24,${unit.baseDn}`, outside);
  await unit.sync();
  const held = await unit.news();
  expect(ofType(held, "EntryChanged")).toEqual([]);
  const [hold] = ofType(held, "SyncHeld");
  expect(hold?.data).toMatchObject({ reasons: ["removals"], active: 40, held: { removed: 25, disabled: 0 } });
  expect(terminalOf(held)).toMatchObject({ data: { held: true, standing: { cursor: null, hold: { holdId: hold?.data.holdId } } } });

  await unit.sync();
  const again = await unit.news();
  expect(again.map(({ type }) => type)).toEqual(["SyncStarted", "SyncProgressed", "SyncCompleted"]);

  const { holdId, holdDigest: digest } = hold?.data ?? { holdId: "", holdDigest: "" };
  await unit.directory.modifyDN(outside, `uid=p24,${unit.baseDn}`);
  const causedBy = await unit.command({ type: "HoldApproved", data: { holdId, digest, reason: "they left", by: "ann" } });
  await unit.sync({ kind: "apply", reason: "approval", causedBy });
  const applied = await unit.news();
  expect(ofType(applied, "EntryChanged").map(({ data }) => data.changes)).toEqual(Array(24).fill(["removed"]));
  expect(terminalOf(applied)).toMatchObject({ data: { mode: "apply", leftOut: [expect.any(String)], standing: { hold: null } } });
});

test("refused removals are not asked again, and the entries stay", async () => {
  await addPeople(30);
  await unit.sync();
  await removePeople(0, 30);
  await unit.news();
  await unit.sync();
  const [hold] = ofType(await unit.news(), "SyncHeld");
  expect(hold?.data.reasons).toEqual(["nobodyLeft", "removals"]);
  const { holdId, holdDigest: digest } = hold?.data ?? { holdId: "", holdDigest: "" };
  const causedBy = await unit.command({ type: "HoldRejected", data: { holdId, digest, reason: "a mistake", by: "ann" } });
  await unit.sync({ kind: "apply", reason: "approval", causedBy });
  expect(terminalOf(await unit.news())).toMatchObject({ data: { standing: { hold: null, rejected: [{ holdId }] } } });

  await unit.sync();
  const after = await unit.news();
  expect(after.map(({ type }) => type)).toEqual(["SyncStarted", "SyncProgressed", "SyncCompleted"]);
  expect(terminalOf(after)).toMatchObject({ data: { held: false, standing: { rejected: [{ holdId }] } } });
});

test("a connector that is removed with its entries takes them along without asking its directory", async () => {
  await addPeople(3);
  await unit.addGroup("crew", ["p0", "p1"]);
  await unit.sync();
  await unit.news();
  const causedBy = await unit.command({ type: "ConnectorRemoved", data: { entries: "remove", by: "ann" } });
  await unit.sync({ kind: "apply", reason: "connectorRemoved", causedBy });
  const recorded = await unit.news();
  expect(ofType(recorded, "EntryChanged").map(({ data }) => data.evidence)).toEqual(Array(4).fill("connectorRemoved"));
  expect(ofType(recorded, "GroupMembersChanged")[0]?.data.members).toEqual([]);
});

test("a wrong password stops the run with a sentence, and is not tried again", async () => {
  await addPeople(1);
  const sequence = await unit.request();
  const wrong = fetcherOn(unit.log, "not the password");
  expect(await unit.deliver(sequence, "c1", wrong)).toEqual({ do: "ack" });
  expect(terminalOf(await unit.news())).toMatchObject({
    type: "SyncFailed",
    data: { stage: "bind", code: "invalidCredentials", retryable: false },
  });
});

test("a closed port may be open later: the request is handed back with a delay, and counts its attempts", async () => {
  const port = 1;
  await unit.command({ type: "ConnectorReconfigured", data: { settings: { ...unit.settings, port }, by: "ann" } });
  const sequence = await unit.request();
  const verdict = await unit.deliver(sequence);
  expect(verdict).toMatchObject({ do: "nak" });
  expect(terminalOf(await unit.news())).toMatchObject({ data: { code: "connectionRefused", retryable: true, attempt: 1 } });
  const impatient = fetcherOn(unit.log, ldap.adminPassword, { retryDelaysMs: [0] });
  expect(await unit.deliver(sequence, "c1", impatient)).toEqual({ do: "ack" });
  expect(terminalOf(await unit.news())).toMatchObject({ data: { retryable: false, attempt: 2, standing: { covered: sequence } } });
});

test("a run that takes too long is ended, and tried again later", async () => {
  const { access } = unit.fetcher;
  const slow = { ...access, openPassword: () => delay(50, Buffer.from(ldap.adminPassword)) };
  expect(await unit.deliver(await unit.request(), "c1", fetcherOn(unit.log, "", { access: slow, mostRunMs: 1 }))).toMatchObject({
    do: "nak",
  });
  expect(terminalOf(await unit.news())).toMatchObject({ type: "SyncFailed", data: { code: "runTookTooLong", retryable: true } });
});

test("an open run whose owner lives is left alone; one whose owner is gone is closed and its requests answered", async () => {
  await addPeople(2);
  await unit.sync();
  await unit.news();
  const { syncId, lifecycle } = await beginElsewhere();
  const sequence = await unit.request();
  const owner = respond(unit.log, { subject: subjects.syncRun(syncId), handle: () => Buffer.from(JSON.stringify({ syncId })) });
  expect(await unit.deliver(sequence)).toEqual({ do: "nak", delayMs: 2_000 });
  expect(await unit.news()).toHaveLength(1);
  await owner[Symbol.asyncDispose]();

  expect(await unit.deliver(sequence)).toEqual({ do: "ack" });
  const recorded = await unit.news();
  expect(recorded[0]).toMatchObject({ type: "SyncFailed", data: { syncId, code: "abandoned", covers: lifecycle.covers } });
  expect(recorded[1]).toMatchObject({ type: "SyncStarted" });
  expect(terminalOf(recorded).type).toBe("SyncCompleted");
});

/** A run that another fetcher has begun. */
const beginElsewhere = async () => {
  const syncId = "11111111-1111-4111-8111-111111111111";
  const { beginRun } = await import("./run/lifecycle.ts");
  const { readLastLifecycle } = await import("./read-lifecycle.ts");
  const last = await readLastLifecycle(unit.log, { account: "acme", connector: "c1" });
  const lifecycle = beginRun(last, { syncId, mode: "full", requestId: "elsewhere", covers: last?.event.data.covers ?? 0 });
  const payload = syncEvents.encode(
    { type: "SyncStarted", data: { ...lifecycle, configuration: 1, host: "dc2", server: null } },
    { id: "x", source: "/test", time: new Date().toISOString() },
  );
  await append(unit.log, { subject: subjects.sync("acme", "c1"), payload, expectedSequence: last?.sequence ?? 0 });
  return { syncId, lifecycle };
};

test("several requests that wait are answered by one run", async () => {
  await addPeople(1);
  const sequences = [
    await unit.request({ mode: "incremental" }),
    await unit.request({ mode: "full" }),
    await unit.request({ mode: "incremental" }),
  ];
  for (const sequence of sequences) expect(await unit.deliver(sequence)).toEqual({ do: "ack" });
  expect(ofType(await unit.news(), "SyncStarted").map(({ data }) => [data.mode, data.covers])).toEqual([["full", sequences[2]]]);
});

test("while another connector of the account is failing nothing is removed", async () => {
  await addPeople(3);
  await unit.sync();
  const broken = { ...unit.settings, baseDn: `ou=missing,${unit.baseDn}` };
  await unit.command({ type: "ConnectorRegistered", data: { settings: broken, by: "ann" } }, "c2");
  await unit.sync({}, "c2");
  expect(terminalOf(await unit.news())).toMatchObject({ type: "SyncFailed", data: { code: "noSuchBase" } });

  await removePeople(0, 1);
  await replace("p1", "title", ["Pilot"]);
  await unit.sync();
  const recorded = await unit.news();
  expect(ofType(recorded, "EntryChanged").map(({ data }) => data.changes)).toEqual([["updated"]]);
  expect(ofType(recorded, "SyncHeld")[0]?.data.reasons).toEqual(["sourceInError"]);
});

test("a group above 1,000 members is recorded in parts, and one new member is two messages", async () => {
  const uids = Array.from({ length: 1200 }, (_, at) => `m${at}`);
  await unit.addGroup("everybody", uids);
  await unit.sync();
  const first = ofType(await unit.news(), "GroupMembersChanged");
  expect(first.length).toBeGreaterThan(200);
  expect(first.some(({ data }) => data.part === "all")).toBe(false);
  expect(first.flatMap(({ data }) => data.members)).toHaveLength(1200);
  const more = new Attribute({ type: "member", values: [`uid=one-more,${unit.baseDn}`] });
  await unit.directory.modify(`cn=everybody,${unit.baseDn}`, new Change({ operation: "add", modification: more }));
  await unit.sync();
  const second = await unit.news();
  expect(ofType(second, "GroupMembersChanged").map(({ data }) => [data.added?.length, data.removed?.length])).toEqual([[1, 0]]);
  expect(ofType(second, "EntryChanged").map(({ data }) => data.members?.count)).toEqual([1201]);
});

test("something that is no event on an entry's subject is written over by the next run", async () => {
  await addPeople(2);
  await unit.sync();
  const [person] = ofType(await unit.news(), "EntryChanged");
  const { subject, sequence: expectedSequence } = person ?? { subject: "", sequence: 0 };
  await append(unit.log, { subject, payload: Buffer.from("not an event"), expectedSequence });
  await unit.sync();
  const [anew, ...others] = ofType(await unit.news(), "EntryChanged");
  expect(anew).toMatchObject({ subject, data: { changes: ["created"], previous: null } });
  expect(others).toEqual([]);
});

test("a run that recorded a rename and ended before it came to the group costs nobody their membership", async () => {
  await addPeople(2);
  await unit.addGroup("crew", ["p0", "p1"]);
  await unit.sync();
  const person = ofType(await unit.news(), "EntryChanged").find(({ data }) => data.dn.startsWith("uid=p0,"));
  if (person === undefined) throw new Error("p0 was not recorded");
  await unit.directory.modifyDN(`uid=p0,${unit.baseDn}`, `uid=captain,${unit.baseDn}`);
  await recordRename(person, `uid=captain,${unit.baseDn}`);
  await unit.sync();
  const recorded = await unit.news();
  expect(ofType(recorded, "GroupMembersChanged")[0]?.data).toMatchObject({ added: [], removed: [] });
  expect(ofType(recorded, "SyncProgressed").map(({ data }) => data.stage)).toEqual(["reading"]);
});

test("a run that recorded a rename and then the group by the name before costs nobody their membership", async () => {
  await addPeople(2);
  await unit.addGroup("crew", ["p0", "p1"]);
  await unit.sync();
  const first = ofType(await unit.news(), "EntryChanged");
  const person = first.find(({ data }) => data.dn.startsWith("uid=p0,"));
  const group = first.find(({ data }) => data.kind === "group");
  if (person === undefined || group === undefined) throw new Error("p0 and its group were not recorded");
  await unit.directory.modifyDN(`uid=p0,${unit.baseDn}`, `uid=captain,${unit.baseDn}`);
  const syncId = randomUUID();
  await recordRename({ ...person, data: { ...person.data, syncId } }, `uid=captain,${unit.baseDn}`);
  await recordAgain(group, { ...group.data, syncId, attributes: { ...group.data.attributes, description: ["Before"] } });
  await unit.sync();
  expect(ofType(await unit.news(), "GroupMembersChanged")[0]?.data).toMatchObject({ added: [], removed: [] });
});

/** Another image of an entry. */
const recordAgain = async ({ subject, sequence }: Recorded, data: Extract<Recorded, { type: "EntryChanged" }>["data"]) => {
  const payload = entryEvents.encode({ type: "EntryChanged", data }, { id: "x", source: "/test", time: new Date().toISOString() });
  const { kind, state, dn, attributes } = data;
  const headers = { Fingerprint: fingerprintOf({ kind, state, dn, attributes }), State: state, Mapping: "1" };
  await append(unit.log, { subject, payload, headers, expectedSequence: sequence });
};

/** What the run before would have recorded of a person, had it been ended right after. */
const recordRename = async ({ subject, sequence, data }: Extract<Recorded, { type: "EntryChanged" }>, dn: string) => {
  const attributes = { ...data.attributes, uid: ["captain"] };
  const fingerprints = [data.attributes, attributes].map((values, at) =>
    fingerprintOf({ kind: data.kind, state: data.state, dn: at === 0 ? data.dn : dn, attributes: values }),
  ) as [string, string];
  const previous = { sequence, fingerprint: fingerprints[0] };
  const changed = { dn: { before: [data.dn], after: [dn] } };
  const moved = { ...data, dn, attributes, previous, changed, changes: ["moved" as const, "updated" as const] };
  const payload = entryEvents.encode({ type: "EntryChanged", data: moved }, { id: "x", source: "/test", time: new Date().toISOString() });
  const headers = { Fingerprint: fingerprints[1], State: "active", Mapping: "1" };
  await append(unit.log, { subject, payload, headers, expectedSequence: sequence });
};
