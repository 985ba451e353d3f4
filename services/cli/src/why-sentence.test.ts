import { describe, expect, test } from "vitest";
import { Entry, HistoryItem, LookupFound } from "./answers.ts";
import { notFoundSentence, recordedSentence, whySentence } from "./why-sentence.ts";

const day = (instant: string) => `<${instant.slice(5, 10)}>`;
const found = (more: object = {}) =>
  LookupFound.parse({
    ...{ entryId: "1", dn: "cn=anna", kind: "user", name: "Anna Smith", email: "anna@example.com", state: "active", whenChanged: null },
    ...{ objectClasses: ["top", "device"], inScope: true, because: [] },
    ...more,
  });
const leftOut = (...because: object[]) => found({ inScope: false, because });
const entry = (more: object = {}) =>
  Entry.parse({
    ...{
      id: "hq.1",
      entryId: "1",
      connectorId: "hq",
      kind: "user",
      state: "active",
      dn: "cn=anna,dc=x",
      changedAt: "2026-05-07T00:00:00Z",
    },
    ...{ profile: { displayName: "Anna Smith" }, attributes: { displayName: ["Anna Smith"] } },
    ...more,
  });
const happened = (date: string, changes: string[], more: object = {}) =>
  HistoryItem.parse({ sequence: 1, time: `2026-${date}T08:00:00Z`, changes, ...more });
const recorded = (more: object = {}, ...history: HistoryItem[]) => ({ entry: entry(more), history });
const removed = { state: "removed", profile: {}, attributes: {} };

describe("somebody who is here", () => {
  test("is called by name", () => {
    expect(whySentence(found(), recorded(), day)).toBe("Here, as Anna Smith.");
    expect(whySentence(found(), recorded({ profile: { userName: "asmith" } }), day)).toBe("Here, as asmith.");
  });

  test("is told by the last name before this one as well", () => {
    const names = (before: string | null) => ({ changed: { displayName: { before: before && [before], after: ["x"] } } });
    const history = [
      happened("01-01", ["updated"], names("Anna Miller")),
      happened("06-02", ["updated"], names("Anna Jones")),
      happened("06-03", ["updated"], names(null)),
    ];
    expect(whySentence(found(), recorded({}, ...history), day)).toBe("Here, as Anna Smith (was Anna Jones until <06-02>).");
  });

  test("is told by cn where there is no other name", () => {
    const history = happened("06-02", ["updated"], { changed: { cn: { before: ["Anna Jones"], after: ["x"] } } });
    expect(whySentence(found(), recorded({ attributes: {} }, history), day)).toContain("(was Anna Jones until <06-02>)");
    expect(whySentence(found(), recorded({}, history), day)).toBe("Here, as Anna Smith.");
  });
});

describe("somebody who is in scope", () => {
  const disabled = found({ state: "disabled", whenChanged: "2026-05-03T00:00:00Z" });

  test("but disabled is so since it was seen", () => {
    const history = [happened("02-01", ["disabled"]), happened("03-01", ["enabled"]), happened("05-03", ["updated", "disabled"])];
    expect(whySentence(disabled, recorded({ state: "disabled" }, ...history, happened("05-09", ["updated"])), day)).toBe(
      "In scope, but disabled in the directory since <05-03>.",
    );
  });

  test("but came disabled was so before", () => {
    const said = "In scope, but disabled in the directory since before it came here on <02-01>.";
    for (const change of ["created", "restored"]) {
      expect(whySentence(disabled, recorded({ state: "disabled" }, happened("02-01", [change], { state: "disabled" })), day)).toBe(said);
    }
  });

  test.each<[string, string, object | undefined, RegExp]>([
    ["active, not here", "active", undefined, /^In scope, but not here yet: the next synchronisation brings it\.$/],
    ["disabled, not here", "disabled", undefined, /^In scope, but disabled in the directory, and not here yet: the next/],
    ["active, removed here", "active", removed, /^In scope, but removed here on <05-07>: the next synchronisation brings it back\.$/],
    ["active, disabled here", "active", { state: "disabled" }, /^Enabled again in the directory, but still disabled here/],
    [
      "disabled, active here",
      "disabled",
      { state: "active" },
      /disabled in the directory \(changed there on <05-03>\), and still active here until/,
    ],
  ])("and %s, waits for the next run", (_, state, more, said) => {
    const it = found({ state, whenChanged: "2026-05-03T00:00:00Z" });
    expect(whySentence(it, more === undefined ? undefined : recorded(more), day)).toMatch(said);
  });
});

describe("somebody who is left out is told what leaves him out:", () => {
  test.each<[string, LookupFound, string]>([
    [
      "the base",
      leftOut({ code: "outsideBases", baseDns: ["OU=A", "OU=B"] }),
      "Not under OU=A or OU=B, which is what this connector reads.",
    ],
    ["a container", leftOut({ code: "excluded", container: "OU=Leavers" }), "Under OU=Leavers, which this connector leaves out."],
    [
      "the kind",
      { ...leftOut({ code: "otherKind" }), kind: null },
      "Neither person nor group as this connector understands it (objectClass top, device).",
    ],
    ["a filter", leftOut({ code: "filter", filter: "(a=b)" }), "Does not match the connector's filter (a=b)."],
    [
      "the domain",
      leftOut({ code: "emailDomains", domains: ["a.example", "b.example"] }),
      "In another e-mail domain than those that are synchronised (a.example, b.example).",
    ],
    [
      "no domain at all",
      { ...leftOut({ code: "emailDomains", domains: ["a.example"] }), email: null },
      "Without an e-mail address in a.example.",
    ],
    [
      "several",
      leftOut({ code: "excluded", container: "OU=Leavers" }, { code: "filter", filter: "(a=b)" }),
      "Under OU=Leavers, which this connector leaves out; does not match the connector's filter (a=b).",
    ],
    ["what only a newer system knows", leftOut({ code: "moon" }), "Left out for a reason that this dirstream does not know."],
  ])("%s", (_, it, said) => {
    expect(whySentence(it, undefined, day)).toBe(said);
  });

  test("and what became of him here", () => {
    const it = leftOut({ code: "excluded", container: "OU=L" });
    const said = "Under OU=L, which this connector leaves out.";
    expect(whySentence(it, recorded(removed), day)).toBe(`${said} Removed here on <05-07>.`);
    expect(whySentence(it, recorded(), day)).toBe(`${said} Still here, as Anna Smith: the next synchronisation removes it.`);
  });
});

describe("somebody whom the directory does not have", () => {
  test("is not found where the account can look", () => {
    expect(notFoundSentence({ host: "dc1", searched: "DC=example,DC=com", truncated: false })).toBe(
      "Not found under DC=example,DC=com as the account we use sees it.",
    );
  });

  test.each([
    ["absentFromCompleteRead", ", because it was no longer in the directory"],
    ["tombstone", ", because it was deleted in the directory"],
    ["movedOutOfScope", ", because it had left what the connector reads"],
    ["whatever", ""],
  ])("was removed here with the evidence %s", (evidence, because) => {
    expect(recordedSentence(entry({ ...removed, evidence }), day)).toBe(`Removed here on <05-07>${because}. Last seen as cn=anna,dc=x.`);
  });

  test("is here under another name", () => {
    expect(recordedSentence(entry(), day)).toMatch(/^Here, as Anna Smith: ask with the DN cn=anna,dc=x/);
  });
});
