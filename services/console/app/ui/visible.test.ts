import { expect, test } from "vitest";
import { partsOfDn, pieces, visibleText } from "./visible.ts";

test("a DN may break after its commas, not inside a value", () => {
  const dn = String.raw`CN=Smith\, Anna,OU=London\\,DC=example,DC=com`;
  expect(partsOfDn(dn)).toEqual([String.raw`CN=Smith\, Anna,`, String.raw`OU=London\\,`, "DC=example,", "DC=com"]);
});

test.each(["", ",", "CN=a,", "\\", "CN=a\\", "CN=a\nb,DC=x"])("nothing of %j is lost between its parts", (dn) => {
  expect(partsOfDn(dn).join("")).toBe(dn);
});

test("characters that turn or hide text are shown by their number", () => {
  expect(pieces("invoice\u202egpj.exe")).toEqual([{ text: "invoice" }, { hidden: "U+202E" }, { text: "gpj.exe" }]);
  expect(pieces("\u200b\u0000a\u{e0041}")).toEqual([{ hidden: "U+200B" }, { hidden: "U+0000" }, { text: "a" }, { hidden: "U+E0041" }]);
});

test.each(["Zoë", "محمد", "李小龍", "👩‍💻", "می‌خواهم", "<b>", ""])("%s is only text", (text) => {
  expect(pieces(text)).toEqual(text === "" ? [] : [{ text }]);
});

test("where only plain text can stand a hidden character is told by its number too", () => {
  expect(visibleText("a\u202egnp.exe")).toBe("a[U+202E]gnp.exe");
});
