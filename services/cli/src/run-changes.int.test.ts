import { expect, test } from "vitest";
import { answeringSystem, sync } from "./answering-system.fixture.ts";

const { answers, dirstream, seen } = answeringSystem();

const CHANGES = "/connectors/hq/runs/s1/changes";
const change = {
  ...{ sequence: 19, time: "2026-03-02T08:20:09Z", changes: ["updated"], kind: "user", name: "Zoë Nakamura", email: null, dn: null },
  changed: { title: { before: ["Engineer"], after: ["Principal engineer"] } },
};
const crew = {
  ...change,
  kind: "group",
  name: "Crew",
  changed: {},
  members: { added: [{}], removed: [], addedCount: 250, removedCount: 0 },
};

test("what the newest run has changed is shown with before and after, and members by their number", async () => {
  answers["GET /connectors/hq/syncs?limit=1"] = { items: [sync("completed", { syncId: "s1" })], next: null };
  answers[`GET ${CHANGES}?change=updated&kind=user&q=zo%C3%AB&limit=50`] = { items: [change, crew], next: null };
  const typed = ["sync", "changes", "hq", "--change", "updated", "--kind", "user", "--search", "zoë"];
  const { status, out } = await dirstream(typed, { width: 200 });
  expect(status).toBe(0);
  expect(out).toMatch(/updated +user +Zoë Nakamura +title: Engineer → Principal engineer/);
  expect(out).toMatch(/updated +group +Crew +members: 250 added, 0 removed/);
});

test("the changes of a named run are taken elsewhere as the system writes them", async () => {
  answers["GET /connectors/hq/syncs/r7"] = sync("completed", { syncId: "s1" });
  answers[`GET ${CHANGES}?change=removed`] = (_, response) => void response.end("name,change\r\n'=Zoë,removed\r\n");
  const { status, out } = await dirstream(["sync", "changes", "hq", "r7", "--csv", "--change", "removed"]);
  expect([status, out]).toEqual([0, "name,change\r\n'=Zoë,removed\r\n"]);
  expect(seen.at(-1)?.headers.accept).toBe("text/csv");
});

test("a run that has changed nothing says so", async () => {
  answers["GET /connectors/hq/syncs?limit=1"] = { items: [sync("completed", { syncId: "s1" })], next: null };
  answers[`GET ${CHANGES}?limit=50`] = { items: [], next: null };
  expect(await dirstream(["sync", "changes", "hq"])).toEqual({ status: 0, out: "", err: "The run has changed nothing that fits.\n" });
});
