import { describe, expect, test } from "vitest";
import type { Occurrence } from "./difference.ts";
import { mailOf } from "./mail-text.ts";
import { visibleLine } from "./visible-line.ts";
import { messageOf } from "./webhook-body.ts";

const place = { account: "acme", consoleUrl: "https://console.test" };
const held: Occurrence = {
  ...{ type: "attention.raised", id: "msg_1", atMs: 0, connector: "north", name: "North", kind: "held", since: "2026-03-01T08:00:08Z" },
  ...{ holdId: "h 1", code: null, sentence: "A run would have 150 removed of 300 active entries. Approve exactly that, or reject it." },
};
const failed: Occurrence = { ...held, connector: "south", name: "South", kind: "failed", holdId: null, sentence: "The host is away." };

test("one connector stands in the subject, with what it needs and where to go", () => {
  const { subject, text } = mailOf(place, [held]);
  expect(subject).toBe("[dirstream] North: held – A run would have 150 removed of 300 active entries. Approve exactly that, or reject it.");
  expect(text).toContain("North: held since 2026-03-01 08:00 UTC\n  A run would have 150");
  expect(text).toContain("\n  https://console.test/acme/connectors/north/holds/h%201\n");
  expect(text).toContain("-- \nAccount acme. An administrator has entered your address: https://console.test/acme/settings\n");
});

test("what is well again says so, and leads to the connector", () => {
  const { subject, text } = mailOf(place, [{ ...held, type: "attention.resolved" }]);
  expect(subject).toBe("[dirstream] North: needs nobody any more");
  expect(text).toContain("(was: held since 2026-03-01 08:00 UTC)\n  https://console.test/acme/connectors/north\n");
});

test("five hundred that fail at once are one mail with a list, and who has more looks in the console", () => {
  const many = Array.from({ length: 500 }, (_, at) => ({ ...failed, connector: `c${at}`, name: `Site ${at}` }));
  const { subject, text } = mailOf(place, [...many, { ...held, type: "attention.resolved" }]);
  expect(subject).toBe("[dirstream] acme: 500 connectors need you, 1 connector needs nobody any more");
  expect(text.match(/^Site \d+: failed/gm)).toHaveLength(200);
  expect(text).toContain("And 301 more: https://console.test/acme/connectors");
});

const HOSTILE = "North\r\nBcc: everybody@example.com\r\n\r\n\u202eeruces si lla\u0000\u200b\ud800";

describe("a hostile name", () => {
  test("stays one line without hidden characters, in the subject and in the text", () => {
    const { subject, text } = mailOf(place, [{ ...held, name: HOSTILE, sentence: HOSTILE }]);
    expect(subject).toMatch(/^\[dirstream\] North Bcc: everybody@example\.com \[U\+202E\]eruces si lla\[U\+0000\]\[U\+200B\]/);
    expect(subject).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    expect(text.split("\n")).toHaveLength(mailOf(place, [held]).text.split("\n").length);
    expect(text).not.toMatch(/[\u202e\u200b\0]/);
  });

  test("is shown so in webhooks too, where people read it in other programs", () => {
    const { data } = messageOf(place, { ...held, name: HOSTILE, sentence: HOSTILE });
    expect(data.connector.name).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    expect(data.sentence).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    expect(data).toMatchObject({
      connector: { id: "north" },
      holdId: "h 1",
      url: "https://console.test/acme/connectors/north/holds/h%201",
    });
  });
});

test("names in any script are left as they are, and long ones are cut between characters", () => {
  expect(visibleLine("Zürich 東京 القاهرة 👩‍💻")).toBe("Zürich 東京 القاهرة 👩‍💻");
  expect(visibleLine("👍👍👍👍", 3)).toBe("👍👍…");
});
