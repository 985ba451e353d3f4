import { describe, expect, test } from "vitest";
import type { HistoryItem } from "../../api/entries.ts";
import type { Found } from "./lookup.ts";
import { type Recorded, recordedSentence, remediesFor, whySentence } from "./sentence.ts";

const day = (instant: string) => `<${instant.slice(5, 10)}>`;

const found = (more: Partial<Found> = {}): Found => ({
  ...{ line: "found", entryId: "1", dn: "cn=anna", kind: "user", name: "Anna Smith", email: "anna@example.com", state: "active" },
  ...{ whenChanged: null, objectClasses: ["top", "device"], inScope: true, because: [] },
  ...more,
});
const leftOut = (...because: Found["because"]) => found({ inScope: false, because });
const excluded = { code: "excluded", container: "OU=Leavers" } as const;

type History = Recorded["history"][number];

const happened = (date: string, changes: HistoryItem["changes"], more: Partial<History> = {}): History => ({
  ...{ time: `2026-${date}T08:00:00Z`, changes, state: null, changed: {} },
  ...more,
});
const named = (before: string | null) => ({ changed: { displayName: { before: before === null ? null : [before], after: ["x"] } } });

const recorded = (more: Partial<Recorded["entry"]> = {}, history: History[] = [], keptBy?: Recorded["keptBy"]): Recorded => ({
  entry: {
    ...{ dn: "cn=anna,dc=x", state: "active", evidence: null, changedAt: "2026-05-07T00:00:00Z" },
    ...{ profile: { displayName: "Anna Smith" }, attributes: { displayName: ["Anna Smith"] } },
    ...more,
  },
  history,
  keptBy,
});
const removed = { state: "removed", profile: {}, attributes: {} } as const;

describe("somebody who is here", () => {
  test("is called by name, or else by the DN", () => {
    expect(whySentence(found(), recorded(), day)).toBe("Here, as Anna Smith.");
    expect(whySentence(found(), recorded({ profile: {} }), day)).toBe("Here, as cn=anna,dc=x.");
  });

  test("is told by the last name before this one as well", () => {
    const history = [
      happened("01-01", ["updated"], named("Anna Miller")),
      happened("06-02", ["updated"], named("Anna Jones")),
      happened("06-03", ["updated"], named(null)),
    ];
    expect(whySentence(found(), recorded({}, history), day)).toBe("Here, as Anna Smith (was Anna Jones until <06-02>).");
  });

  test("is told by cn where there is no other name", () => {
    const history = [happened("06-02", ["updated"], { changed: { cn: { before: ["Anna Jones"], after: ["x"] } } })];
    expect(whySentence(found(), recorded({ attributes: {} }, history), day)).toContain("(was Anna Jones until <06-02>)");
    expect(whySentence(found(), recorded({}, history), day)).toBe("Here, as Anna Smith.");
  });

  test("needs nothing to change", () => {
    expect(remediesFor(found(), recorded())).toEqual([]);
    expect(remediesFor(found(), recorded({}, [], "question"))).toEqual([]);
  });
});

describe("somebody who is in scope", () => {
  const disabled = found({ state: "disabled", whenChanged: "2026-05-03T00:00:00Z" });

  test("but disabled is so since it was seen, and has to be enabled in the directory", () => {
    const history = [
      happened("02-01", ["disabled"]),
      happened("03-01", ["enabled"]),
      happened("05-03", ["updated", "disabled"]),
      happened("05-09", ["updated"]),
    ];
    const here = recorded({ state: "disabled" }, history);
    expect(whySentence(disabled, here, day)).toBe("In scope, but disabled in the directory since <05-03>.");
    expect(remediesFor(disabled, here)).toEqual([{ text: expect.stringMatching(/^Enable it/), leadsTo: undefined }]);
  });

  test.each(["created", "restored"] as const)("but was disabled when it was %s, was so before", (change) => {
    const history = [happened("02-01", [change], { state: "disabled" })];
    expect(whySentence(disabled, recorded({ state: "disabled" }, history), day)).toBe(
      "In scope, but disabled in the directory since before it came here on <02-01>.",
    );
  });

  test("but disabled for longer than anything is recorded", () => {
    expect(whySentence(disabled, recorded({ state: "disabled" }), day)).toMatch(/since before what is recorded\.$/);
  });

  test.each<[Found["state"], string, Recorded | undefined, RegExp]>([
    ["active", "not recorded", undefined, /^In scope, but not here yet: the next synchronisation brings it\.$/],
    ["disabled", "not recorded", undefined, /^In scope, but disabled in the directory, and not here yet: the next/],
    ["active", "removed", recorded(removed), /^In scope, but removed here on <05-07>: the next synchronisation brings it back\.$/],
    ["active", "disabled here", recorded({ state: "disabled" }), /^Enabled again in the directory, but still disabled here/],
    ["disabled", "active here", recorded(), /\(changed there on <05-03>\), and still active here until the next synchronisation\.$/],
  ])("and %s, but %s, waits for the next run", (state, _, here, said) => {
    const it = found({ state, whenChanged: "2026-05-03T00:00:00Z" });
    expect(whySentence(it, here, day)).toMatch(said);
    expect(remediesFor(it, here)).toEqual([{ text: expect.stringContaining("next synchronisation"), leadsTo: "connector" }]);
  });

  test("and disabled, but kept active by a hold, waits for a decision", () => {
    const here = recorded({}, [], "question");
    expect(whySentence(disabled, here, day)).toMatch(/still active here: an open hold keeps it so\.$/);
    expect(remediesFor(disabled, here)).toEqual([{ text: expect.stringContaining("hold"), leadsTo: "hold" }]);
  });
});

describe("somebody who is left out is told what leaves him out, and where that is changed:", () => {
  test.each<[string, Found, string, "scope" | undefined]>([
    [
      "the base",
      leftOut({ code: "outsideBases", baseDns: ["OU=A", "OU=B"] }),
      "Not under OU=A or OU=B, which is what this connector reads.",
      "scope",
    ],
    ["a container", leftOut(excluded), "Under OU=Leavers, which this connector leaves out.", "scope"],
    [
      "the kind",
      leftOut({ code: "otherKind" }),
      "Neither person nor group as this connector understands it (objectClass top, device).",
      undefined,
    ],
    ["a filter", leftOut({ code: "filter", filter: "(a=b)" }), "Does not match the connector's filter (a=b).", "scope"],
    [
      "the domain",
      leftOut({ code: "emailDomains", domains: ["a.example", "b.example"] }),
      "In another e-mail domain than those that are synchronised (a.example, b.example).",
      "scope",
    ],
    [
      "no domain at all",
      { ...leftOut({ code: "emailDomains", domains: ["a.example", "b.example"] }), email: null },
      "Without an e-mail address in a.example or b.example.",
      "scope",
    ],
  ])("%s", (_, it, said, leadsTo) => {
    expect(whySentence(it, undefined, day)).toBe(said);
    expect(remediesFor(it, undefined)).toEqual([{ text: expect.any(String), leadsTo }]);
  });

  test("several reasons", () => {
    const it = leftOut(excluded, { code: "filter", filter: "(a=b)" });
    expect(whySentence(it, undefined, day)).toBe(
      "Under OU=Leavers, which this connector leaves out; does not match the connector's filter (a=b).",
    );
    expect(remediesFor(it, undefined)).toHaveLength(2);
    expect(remediesFor(leftOut(excluded, { code: "otherKind" }), undefined)).toEqual([
      { text: expect.stringMatching(/^No setting/), leadsTo: undefined },
    ]);
  });

  test("a reason that only a newer server knows", () => {
    const it = leftOut({ code: "moon" } as unknown as Found["because"][number]);
    expect(whySentence(it, undefined, day)).toBe("Left out for a reason that this console does not know.");
    expect(whySentence(leftOut(), undefined, day)).toBe("Left out for a reason that this console does not know.");
    expect(remediesFor(it, undefined)).toEqual([]);
  });

  test("and what became of him here", () => {
    const it = leftOut(excluded);
    const said = "Under OU=Leavers, which this connector leaves out.";
    expect(whySentence(it, recorded(removed), day)).toBe(`${said} Removed here on <05-07>.`);
    expect(whySentence(it, recorded(), day)).toBe(`${said} Still here, as Anna Smith: the next synchronisation removes it.`);
    expect(whySentence(it, recorded({}, [], "question"), day)).toBe(`${said} Still here, as Anna Smith: an open hold keeps it.`);
    expect(remediesFor(it, recorded({}, [], "question")).map(({ leadsTo }) => leadsTo)).toEqual(["hold", "scope"]);
  });
});

describe("somebody whom the directory does not have", () => {
  test.each<[Recorded["entry"]["evidence"], string]>([
    ["absentFromCompleteRead", "Removed here on <05-07>, because it was no longer in the directory."],
    ["tombstone", "Removed here on <05-07>, because it was deleted in the directory."],
    ["movedOutOfScope", "Removed here on <05-07>, because it had left what the connector reads."],
    [null, "Removed here on <05-07>."],
  ])("was removed here with the evidence %s", (evidence, said) => {
    expect(recordedSentence(recorded({ ...removed, evidence }), day)).toBe(said);
  });

  test("is perhaps here under this name, or kept by a hold", () => {
    expect(recordedSentence(recorded(), day)).toMatch(/^Here, as Anna Smith\. Ask with its DN/);
    expect(recordedSentence(recorded({}, [], "question"), day)).toBe("Still here, as Anna Smith: an open hold keeps it.");
    expect(recordedSentence(recorded({}, [], "decision"), day)).toBe("Still here, as Anna Smith: it was decided to keep it.");
  });
});
