import type { PreviewChange, PreviewLine } from "@dirstream/contracts";
import { expect, test } from "vitest";
import { NOTHING_PREVIEWED, previewedWith, type Way, wayOf } from "./previewed.ts";

const change = (of: Partial<PreviewChange>): PreviewChange => ({
  line: "change",
  entryId: "00000000-0000-4000-8000-000000000001",
  kind: "user",
  state: "active",
  changes: ["updated"],
  dn: "cn=a,dc=example,dc=com",
  name: "A",
  mail: null,
  changed: {},
  members: null,
  held: false,
  ...of,
});

test.each<[Way, Partial<PreviewChange>]>([
  ["come", { changes: ["created"] }],
  ["come", { changes: ["restored", "updated"] }],
  ["change", { changes: ["moved"] }],
  ["change", { changes: ["enabled"] }],
  ["go", { changes: ["removed"], state: "removed" }],
  ["go", { changes: ["disabled"], state: "disabled" }],
  ["change", { changes: ["updated"], state: "disabled" }],
  ["held", { changes: ["removed"], state: "removed", held: true }],
])("counts as %s: %o", (way, of) => {
  expect(wayOf(change(of))).toBe(way);
});

test("lines add up, however they arrive", () => {
  const lines: PreviewLine[] = [
    { line: "progress", read: 12 },
    change({ changes: ["created"] }),
    change({ held: true, changes: ["removed"], state: "removed" }),
    { line: "failed", stage: "read", code: "gone", message: "dc1 has closed the connection." },
  ];
  const atOnce = previewedWith(NOTHING_PREVIEWED, lines);
  const oneByOne = lines.reduce((before, line) => previewedWith(before, [line]), NOTHING_PREVIEWED);
  expect(oneByOne).toEqual(atOnce);
  expect(atOnce).toMatchObject({ read: 12, counts: { come: 1, change: 0, go: 0, held: 1 }, failure: "dc1 has closed the connection." });
});

test("a very long list is counted to its end and kept to a limit", () => {
  const many = Array.from({ length: 12_000 }, () => change({ changes: ["created"] }));
  const { counts, changes } = previewedWith(previewedWith(NOTHING_PREVIEWED, many), many);
  expect([counts.come, changes.length]).toEqual([24_000, 20_000]);
});
