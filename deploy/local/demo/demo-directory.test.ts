import { expect, test } from "vitest";
import { demoDirectory } from "./demo-directory.ts";
import { escapeDnValue, writeLdif } from "./ldif.ts";
import { AWKWARD_NAMES, makePeople } from "./people.ts";
import { seededRandom } from "./random.ts";

const entries = demoDirectory("{SSHA}x").split("\n\n");
const withClass = (name: string) => entries.filter((entry) => entry.includes(`\nobjectClass: ${name}\n`));

test("the company has 1,000 people and 80 groups", () => {
  expect(withClass("inetOrgPerson")).toHaveLength(1000);
  expect(withClass("groupOfNames")).toHaveLength(80);
});

test("the company is the same in every run", () => {
  expect(demoDirectory("{SSHA}x")).toBe(entries.join("\n\n"));
});

test("no two entries have the same name, however names are compared", () => {
  const names = makePeople(seededRandom(1)).map(({ dn }) => dn.toLowerCase());
  expect(new Set(names).size).toBe(names.length);
});

test("every awkward name is really there", () => {
  const names = makePeople(seededRandom(1)).map(({ entry }) => entry.attributes.cn);
  expect(AWKWARD_NAMES.filter((name) => !names.includes(name))).toEqual([]);
});

test("everybody but one has a manager who exists", () => {
  const people = makePeople(seededRandom(1));
  const names = new Set(people.map(({ dn }) => dn));
  const managers = people.map(({ entry }) => entry.attributes.manager);
  expect(managers.filter((manager) => manager === undefined)).toHaveLength(1);
  expect(managers.filter((manager) => manager !== undefined && !names.has(manager as string))).toEqual([]);
});

test("a value in a DN is escaped where RFC 4514 asks for it", () => {
  expect(escapeDnValue('a,b+c"d\\e;f<g>h')).toBe('a\\,b\\+c\\"d\\\\e\\;f\\<g\\>h');
  expect(escapeDnValue("#1 ")).toBe("\\#1\\ ");
  expect(escapeDnValue(" a#b=c")).toBe("\\ a#b=c");
});

test("a value that LDIF cannot show is written in base64", () => {
  const text = writeLdif([{ dn: "cn=a", attributes: { a: "plain", b: "Zoë", c: "two\nlines", d: ":x", e: ["1", "2 "], f: undefined } }]);
  expect(text).toBe("dn: cn=a\na: plain\nb:: Wm/Dqw==\nc:: dHdvCmxpbmVz\nd:: Ong=\ne: 1\ne:: MiA=\n");
});
