import { expect, test } from "vitest";
import { answeringSystem, problem, zoe } from "./answering-system.fixture.ts";

const { answers, seen, dirstream } = answeringSystem();

const summary = { line: "summary", host: "dc1", askedAs: "address", searched: "dc=example,dc=com", truncated: false, durationMs: 5 };
const found = {
  ...{ line: "found", entryId: "3f9a", dn: zoe.dn, kind: "user", name: "Zoë Nakamura", email: "zoe@example.com", state: "active" },
  ...{ whenChanged: "2026-03-01T00:00:00Z", objectClasses: ["inetOrgPerson"], inScope: true, because: [] },
};
const renamed = {
  ...{ sequence: 7, time: "2026-01-05T12:00:00Z", syncId: "s1", changes: ["updated"], state: "active" },
  changed: { cn: { before: ["Zoë Smith"], after: ["Zoë Nakamura"] } },
};

test("the directory is asked, and the answer joined with what is recorded", async () => {
  answers["POST /connectors/hq/lookup"] = { summary, found: [found] };
  answers["GET /entries/hq.3f9a"] = zoe;
  answers["GET /entries/hq.3f9a/history?limit=1000"] = { items: [renamed], next: null };
  const { status, out, err } = await dirstream(["why", "Head office", "zoe@example.com"]);
  expect([status, err]).toEqual([0, ""]);
  expect(out).toBe(`Zoë Nakamura <zoe@example.com>, ${zoe.dn}\n  Here, as Zoë Nakamura (was Zoë Smith until 5 January).\n`);
  expect(seen.find(({ asked }) => asked.startsWith("POST"))?.body).toEqual({ question: "zoe@example.com" });
});

test("of several each is told, and that there are more", async () => {
  const guest = {
    ...found,
    entryId: "77",
    name: null,
    email: null,
    dn: "cn=z\u001b[31m\nHere",
    inScope: false,
    because: [{ code: "otherKind" }],
  };
  answers["POST /connectors/hq/lookup"] = { summary: { ...summary, truncated: true }, found: [found, guest] };
  answers["GET /entries/hq.3f9a"] = problem(404, "noSuchEntry", "There is no such entry.");
  answers["GET /entries/hq.77"] = problem(404, "noSuchEntry", "There is no such entry.");
  const { out, err } = await dirstream(["why", "hq", "zoë"]);
  expect(out.split("\n")).toEqual([
    `Zoë Nakamura <zoe@example.com>, ${zoe.dn}`,
    "  In scope, but not here yet: the next synchronisation brings it.",
    "cn=z\\u{1b}[31m Here",
    "  Neither person nor group as this connector understands it (objectClass inetOrgPerson).",
    "",
  ]);
  expect(err).toMatch(/There are more/);
});

test("whom the directory does not have is looked for in what is recorded", async () => {
  const gone = { ...zoe, state: "removed", profile: {}, attributes: {}, evidence: "tombstone", changedAt: "2025-05-03T12:00:00Z" };
  const query = "q=zoe&connector=hq&state=active%2Cdisabled%2Cremoved&limit=20";
  answers["POST /connectors/hq/lookup"] = { summary, found: [] };
  answers[`GET /users?${query}`] = { items: [gone], next: null };
  answers[`GET /groups?${query}`] = { items: [], next: null };
  expect((await dirstream(["why", "hq", " zoe "])).out.split("\n")).toEqual([
    "Not found under dc=example,dc=com as the account we use sees it.",
    zoe.dn,
    `  Removed here on 3 May 2025, because it was deleted in the directory. Last seen as ${zoe.dn}.`,
    "",
  ]);
  const json = JSON.parse((await dirstream(["why", "hq", "zoe", "--json"])).out);
  expect(json).toMatchObject({ summary, found: [], answers: [{ found: null, recorded: { entryId: "3f9a" } }] });
});

test("why there is no answer is told as the system says it", async () => {
  answers["POST /connectors/hq/lookup"] = problem(502, "lookupFailed", "dc1 refused the query account.");
  expect(await dirstream(["why", "hq", "zoe"])).toMatchObject({ status: 1, out: "", err: "dc1 refused the query account.\n" });
});
