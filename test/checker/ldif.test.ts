import { expect, test } from "vitest";
import { canonicalDn } from "./dn.ts";
import { parseLdif } from "./ldif.ts";

test("content records are read with folded lines, comments, base64 and empty values", () => {
  const text = `version: 1
# people
dn: uid=ada,dc=exam
 ple,dc=com
uid: ada
description:: ${Buffer.from(" leading blank and NUL \0").toString("base64")}
mail: a@example.com
Mail: b@example.com
street:

dn:: ${Buffer.from("cn=Jürgen,dc=example").toString("base64")}
cn:: ${Buffer.from("Jürgen").toString("base64")}
`;
  const [ada, juergen, ...rest] = parseLdif(text);
  expect(rest).toEqual([]);
  expect(ada?.dn).toBe("uid=ada,dc=example,dc=com");
  expect(Object.fromEntries([...(ada?.attributes ?? [])].map(([name, values]) => [name, values.map(String)]))).toEqual({
    uid: ["ada"],
    description: [" leading blank and NUL \0"],
    mail: ["a@example.com", "b@example.com"],
    street: [""],
  });
  expect(juergen?.dn).toBe("cn=Jürgen,dc=example");
});

test("what is not LDIF is refused", () => {
  expect(() => parseLdif("uid: ada\n")).toThrow("begins with its dn");
  expect(() => parseLdif("dn: dc=com\nno line\n")).toThrow("Not a line");
});

test.each([
  ["CN=Ada, DC=Example", "cn=ada,dc=example"],
  ["cn=a\\,b,dc=x", "cn=a\\2cb,dc=x"],
  ["cn=J\\C3\\BCrgen", "cn=Jürgen"],
  ["cn=two  blanks", "cn=two blanks"],
  ["cn=a+uid=1,dc=x", "UID=1+CN=A,dc=x"],
  ["cn=\\#1\\ ", "cn=\\231"],
  ["cn=#0403616263", "cn=#0403616263"],
])("%s and %s are one name", (one, other) => {
  expect(canonicalDn(one)).toBe(canonicalDn(other));
});

test("names that differ stay apart", () => {
  const names = ["cn=a\\,b,dc=x", "cn=a,cn=b,dc=x", "cn=a\\+b", "cn=a+cn=b", "cn=ab", "cn=a\\\\,cn=b"];
  expect(new Set(names.map(canonicalDn)).size).toBe(names.length);
});
