import { expect, test } from "vitest";
import { answeringSystem, zoe } from "./answering-system.fixture.ts";

const { answers, dirstream } = answeringSystem();

test("users are looked for as the options say", async () => {
  answers["GET /users?connector=hq&q=zo%C3%AB&state=disabled&limit=50"] = { items: [], next: null };
  const { status, err } = await dirstream(["user", "list", "--connector", "Head office", "--search", "zoë", "--state", "disabled"]);
  expect([status, err]).toEqual([0, "There is no user that fits.\n"]);
});

test("whoever was removed is listed by the name and address last known", async () => {
  const gone = { ...zoe, state: "removed", profile: {}, lastKnown: { name: "Zoë Nakamura", email: "zoe@example.com" } };
  answers["GET /users?state=removed&limit=50"] = { items: [gone], next: null };
  const { out } = await dirstream(["user", "list", "--state", "removed"], { width: 200 });
  expect(out).toMatch(/Zoë Nakamura +zoe@example\.com +removed/);
});

test("a user is shown by id or by e-mail address", async () => {
  answers["GET /entries/hq.3f9a"] = zoe;
  answers["GET /users?email=zoe%40example.com&state=active%2Cdisabled%2Cremoved"] = { items: [zoe], next: null };
  const byId = await dirstream(["user", "show", "hq.3f9a"]);
  expect(byId.out).toContain("E-mail       zoe@example.com");
  expect(byId.out).toContain("manager  77aa");
  expect((await dirstream(["user", "show", "zoe@example.com"])).out).toBe(byId.out);
});

test("an e-mail address that two have is not guessed", async () => {
  answers["GET /users?email=zoe%40example.com&state=active%2Cdisabled%2Cremoved"] = { items: [zoe, { ...zoe, id: "lab.1" }], next: null };
  const { status, err } = await dirstream(["user", "history", "zoe@example.com"]);
  expect([status, err]).toEqual([
    1,
    `Several have the e-mail address zoe@example.com. Name one by its id:\n  hq.3f9a  ${zoe.dn}\n  lab.1  ${zoe.dn}\n`,
  ]);
});

test("a history shows what was before and after", async () => {
  const changed = { title: { before: ["Engineer"], after: ["Principal engineer"] } };
  const items = [{ sequence: 19, time: "2026-03-02T08:20:09Z", syncId: "s1", changes: ["moved", "updated"], changed }];
  answers["GET /entries/hq.3f9a/history?limit=50"] = { items, next: null };
  expect((await dirstream(["user", "history", "hq.3f9a"], { width: 200 })).out).toContain(
    "moved, updated  title: Engineer → Principal engineer        19",
  );
});

test("a group's history says how many came and went", async () => {
  const members = { added: [{ entryId: "1" }, { entryId: "2" }], removed: [{ dn: "cn=a" }] };
  const items = [
    { sequence: 20, time: "2026-03-02T08:20:09Z", syncId: "s1", changes: ["updated"], changed: {}, members, unreadable: null },
  ];
  answers["GET /entries/hq.77/history?limit=50"] = { items, next: null };
  expect((await dirstream(["group", "history", "hq.77"])).out).toContain("members: 2 added, 1 removed");
});

test("members are listed, nested when asked for, and those that are not synchronised by their DN", async () => {
  const items = [
    { id: "hq.3f9a", entryId: "3f9a", dn: zoe.dn, kind: "user", displayName: "Zoë Nakamura" },
    { id: null, entryId: null, dn: "uid=partner,dc=example,dc=net", kind: null, displayName: null },
  ];
  answers["GET /groups/hq.77/members?nested=true&limit=50"] = { items, next: null };
  const { out } = await dirstream(["group", "members", "hq.77", "--nested"]);
  expect(out).toMatch(/Zoë Nakamura +user +uid=zoe.* hq\.3f9a\n– +not synchronised +uid=partner,dc=example,dc=net +–\n/);
});
