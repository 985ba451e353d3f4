import { expect, test } from "vitest";
import { decodeValues } from "./values.ts";

const bytes = (...values: number[]): Buffer => Buffer.from(values);

test.each<[string, string, Buffer, unknown]>([
  ["text", "cn", Buffer.from("Ada"), "Ada"],
  ["text beyond ASCII", "cn", Buffer.from("Lučić 🙂"), "Lučić 🙂"],
  ["long text", "description", Buffer.from("é".repeat(1_000)), "é".repeat(1_000)],
  ["nothing", "cn", bytes(), ""],
  ["a byte order mark, which is kept", "cn", bytes(0xef, 0xbb, 0xbf, 0x41), "\ufeffA"],
  ["what is not UTF-8", "cn", bytes(0xff, 0x41), { binary: "/0E=" }],
  ["an overlong form", "cn", bytes(0xc0, 0xaf), { binary: "wK8=" }],
  ["a zero byte", "cn", bytes(0x41, 0), { binary: "QQA=" }],
  ["a photo that looks like text", "jpegPhoto", Buffer.from("abc"), { binary: "YWJj" }],
  ["binary by its option", "userCertificate;binary", Buffer.from("abc"), { binary: "YWJj" }],
  ["binary in another case", "OBJECTguid", Buffer.from("abc"), { binary: "YWJj" }],
  ["text with an option", "cn;lang-de", Buffer.from("abc"), "abc"],
])("%s", (_, type, value, decoded) => {
  expect(decodeValues({ type, values: [value] })).toEqual([decoded]);
});
