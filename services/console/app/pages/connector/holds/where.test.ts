import { expect, test } from "vitest";
import { liesBelow, whereTheySat } from "./where.ts";

const people = (ou: string, count: number) => Array.from({ length: count }, (_, n) => `cn=Person ${n},${ou},dc=example,dc=com`);

test("a branch that went is named, and where in it they sat is counted, most first", () => {
  const dns = [...people("ou=IT,ou=Rotterdam", 2), ...people("ou=Customs,ou=Rotterdam", 3), ...people("ou=Rotterdam", 1)];
  expect(whereTheySat(dns, 10)).toEqual({
    common: "ou=Rotterdam,dc=example,dc=com",
    places: [
      { dn: "ou=Customs,ou=Rotterdam,dc=example,dc=com", count: 3 },
      { dn: "ou=IT,ou=Rotterdam,dc=example,dc=com", count: 2 },
      { dn: "ou=Rotterdam,dc=example,dc=com", count: 1 },
    ],
  });
});

test("too many places are told one level higher, until there are few", () => {
  const dns = ["Rotterdam", "Hamburg"].flatMap((site) => ["IT", "HR", "Sales"].flatMap((team) => people(`ou=${team},ou=${site}`, 2)));
  expect(whereTheySat(dns, 6).places).toHaveLength(6);
  expect(whereTheySat(dns, 5)).toEqual({
    common: "dc=example,dc=com",
    places: [
      { dn: "ou=Hamburg,dc=example,dc=com", count: 6 },
      { dn: "ou=Rotterdam,dc=example,dc=com", count: 6 },
    ],
  });
});

test("one container is one place, however it is written; an escaped comma parts nothing", () => {
  const dns = ["CN=A,OU=Health\\, Safety,DC=example,DC=com", "cn=b, ou=Health\\2C Safety, dc=Example, dc=com"];
  expect(whereTheySat(dns, 10).places).toEqual([{ dn: "OU=Health\\, Safety,DC=example,DC=com", count: 2 }]);
});

test("nobody sat nowhere", () => {
  expect(whereTheySat([], 10)).toEqual({ common: "", places: [] });
});

test("a DN lies below a place by its parts, not by its letters", () => {
  const below = ["cn=a,OU=Leavers,dc=example,dc=com", "ou=leavers,dc=example,dc=com", "cn=a,ou=not leavers,dc=example,dc=com", "broken"];
  expect(below.map((dn) => liesBelow(dn, "ou=Leavers, dc=example, dc=com"))).toEqual([true, true, false, false]);
});
