import { type LdifRecord, writeLdif } from "../fixtures/ldif-writer.ts";

export interface Size {
  readonly people: number;
  readonly groups: number;
  readonly membersPerGroup: number;
}

export const SUFFIX = "dc=example,dc=com";
export const BASE_DN = `ou=bench,${SUFFIX}`;
export const PEOPLE_DN = `ou=people,${BASE_DN}`;
export const GROUPS_DN = `ou=groups,${BASE_DN}`;

const RECORDS_PER_PIECE = 500;
/** Of members in one piece of groups. */
const VALUES_PER_PIECE = 20_000;

export const personDn = (number: number): string => `uid=p${number},${PEOPLE_DN}`;

/** People as inetOrgPerson with the attributes that companies fill, and groups that share them evenly; piece by piece, as LDIF. */
export const referenceDirectory = function* ({ people, groups, membersPerGroup }: Size): Generator<string> {
  yield writeLdif(UNITS);
  yield* pieces(people, RECORDS_PER_PIECE, person);
  yield* pieces(groups, Math.max(1, Math.min(RECORDS_PER_PIECE, Math.floor(VALUES_PER_PIECE / membersPerGroup))), (number) => ({
    dn: `cn=g${number},${GROUPS_DN}`,
    attributes: {
      objectClass: "groupOfNames",
      cn: `g${number}`,
      description: `Group ${number}`,
      member: Array.from({ length: membersPerGroup }, (_, at) => personDn((number * membersPerGroup + at) % people)),
    },
  }));
};

const pieces = function* (count: number, perPiece: number, record: (number: number) => LdifRecord): Generator<string> {
  for (let from = 0; from < count; from += perPiece) {
    yield `\n${writeLdif(Array.from({ length: Math.min(perPiece, count - from) }, (_, at) => record(from + at)))}`;
  }
};

const unit = (dn: string, ou: string): LdifRecord => ({ dn, attributes: { objectClass: "organizationalUnit", ou } });

const UNITS: readonly LdifRecord[] = [
  { dn: SUFFIX, attributes: { objectClass: ["dcObject", "organization"], dc: "example", o: "Example" } },
  unit(BASE_DN, "bench"),
  unit(PEOPLE_DN, "people"),
  unit(GROUPS_DN, "groups"),
];

const person = (number: number): LdifRecord => ({
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
