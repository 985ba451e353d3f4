import { expect, test } from "vitest";
import { csvHead, csvOf } from "./changes-csv.ts";
import type { RunChange } from "./run-changes.ts";

const change = (more: Partial<RunChange> = {}): RunChange => ({
  ...{ id: "north.anna", entryId: "anna", kind: "user", name: "Anna", email: "anna@example.com", dn: "cn=anna", state: "active" },
  ...{ changes: ["updated"], changed: {}, members: null, cause: "directory", evidence: null, unreadable: null },
  ...{ sequence: 7, time: "2026-03-01T08:00:00Z", ...more },
});
const COMMON = "7,2026-03-01T08:00:00Z,user,Anna,anna@example.com,cn=anna,anna";
const rows = (more: Partial<RunChange>) => csvOf(change(more), (id) => (id === "boss" ? "cn=boss" : undefined)).split("\r\n");

test("each changed attribute is a row of as many cells as the head has", () => {
  const changed = { title: { before: null, after: ["Pilot"] }, mobile: { before: ["1", "2"], after: null } };
  expect(rows({ changed })).toEqual([`${COMMON},updated,directory,,title,,Pilot`, `${COMMON},updated,directory,,mobile,"1\n2",`, ""]);
  expect(rows({})[0]?.split(",")).toHaveLength(csvHead().split(",").length);
});

test("who came or went is a row, and so is each member who did", () => {
  const gone = rows({ changes: ["removed"], evidence: "tombstone" });
  expect(gone).toEqual([`${COMMON},removed,directory,tombstone,,,`, ""]);
  const members = { added: [{ entryId: "boss" }], removed: [{ entryId: "nobody" }, { dn: "cn=x" }] };
  expect(rows({ members }).map((row) => row.slice(`${COMMON},updated,directory,,`.length))).toEqual([
    ...["member,nobody,", "member,cn=x,", "member,,cn=boss", ""],
  ]);
});

test.each([
  ["=1+1", "'=1+1"],
  ["+44 20", "'+44 20"],
  ["-1", "'-1"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", "'\t=1"],
  ["\r=1", `"'\r=1"`],
  ["a=b", "a=b"],
  ['say "x", y', '"say ""x"", y"'],
  ['=cmd|" /C calc"', `"'=cmd|"" /C calc"""`],
  ["two\nlines", '"two\nlines"'],
])("%j is harmless in a spreadsheet, and one cell", (name, cell) => {
  expect(csvOf(change({ name }), () => undefined)).toContain(`,user,${cell},anna@example.com,`);
});

test("bytes, what is too large to be kept and what cannot be read have their place too", () => {
  const changed = {
    photo: { before: [{ binary: "AP8A" }], after: [{ sha256: "00", bytes: 70_000 }] },
    manager: { before: null, after: [{ entryId: "boss" }] },
  };
  expect(rows({ changed }).map((row) => row.split(",").slice(-3))).toEqual([
    ["photo", "AP8A", "SHA-256 00"],
    ["manager", "", "cn=boss"],
    [""],
  ]);
  expect(rows({ unreadable: "not JSON" })[0]).toMatch(/,,,not JSON$/);
});
