import { writeLdif } from "../fixtures/ldif-writer.ts";

export interface Size {
  readonly people: number;
  readonly groups: number;
  readonly membersPerGroup: number;
}

export const BASE_DN = "ou=bench,dc=example,dc=com";
export const personDn = (number: number): string => `uid=p${number},ou=people,${BASE_DN}`;

/** People as inetOrgPerson with the attributes that companies fill, and groups that share them evenly. */
export const referenceDirectory = ({ people, groups, membersPerGroup }: Size): string => {
  const unit = (dn: string, ou: string) => ({ dn, attributes: { objectClass: "organizationalUnit", ou } });
  const records = [
    { dn: "dc=example,dc=com", attributes: { objectClass: ["dcObject", "organization"], dc: "example", o: "Example" } },
    unit(BASE_DN, "bench"),
    unit(`ou=people,${BASE_DN}`, "people"),
    unit(`ou=groups,${BASE_DN}`, "groups"),
  ];
  const person = (number: number) => ({
    dn: personDn(number),
    attributes: {
      objectClass: "inetOrgPerson",
      uid: `p${number}`,
      cn: `Given${number % 997} Family${number}`,
      sn: `Family${number}`,
      givenName: `Given${number % 997}`,
      displayName: `Given${number % 997} Family${number}`,
      mail: `given${number % 997}.family${number}@example.com`,
      title: `Engineer ${number % 40}`,
      departmentNumber: `D${number % 200}`,
      employeeNumber: `${1_000_000 + number}`,
      telephoneNumber: `+44 20 ${7_000_0000 + number}`,
      l: `City ${number % 60}`,
      o: "Example",
    },
  });
  const group = (number: number) => ({
    dn: `cn=g${number},ou=groups,${BASE_DN}`,
    attributes: {
      objectClass: "groupOfNames",
      cn: `g${number}`,
      description: `Group ${number}`,
      member: Array.from({ length: membersPerGroup }, (_, at) => personDn((number * membersPerGroup + at) % people)),
    },
  });
  const parts = [writeLdif(records)];
  const THOUSAND = 1000;
  for (let from = 0; from < people; from += THOUSAND) {
    parts.push(writeLdif(Array.from({ length: Math.min(THOUSAND, people - from) }, (_, at) => person(from + at))));
  }
  for (let from = 0; from < groups; from += THOUSAND) {
    parts.push(writeLdif(Array.from({ length: Math.min(THOUSAND, groups - from) }, (_, at) => group(from + at))));
  }
  return parts.join("\n");
};
