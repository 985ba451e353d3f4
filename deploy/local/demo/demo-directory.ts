import { BASE_DN, COMPANY, departments, sites } from "./company.ts";
import { GROUPS_DN, makeGroups } from "./groups.ts";
import { childOf, type LdifEntry, writeLdif } from "./ldif.ts";
import { departmentDn, makePeople, SITES_DN, siteDn } from "./people.ts";
import { seededRandom } from "./random.ts";

const SEED = 1872; // the year the harbour opened

/** What a first sync of it finds. */
export const PEOPLE_AND_GROUPS = 1080;
const SERVICE_ACCOUNTS_DN = childOf(BASE_DN, "ou", "Service Accounts");

/** May read everything but passwords, and change nothing: the account that a directory's administrator makes for a synchroniser. */
export const QUERY_DN = childOf(SERVICE_ACCOUNTS_DN, "cn", "dirstream");

/** slapd.conf lines: who may read, and page limits like Active Directory's, so that paging is really needed. */
export const ACCESS_RULES = [
  "access to attrs=userPassword by anonymous auth by * none",
  `access to * by dn.exact="${QUERY_DN}" read by anonymous auth by * none`,
  `limits dn.exact="${QUERY_DN}" size=1000 size.prtotal=unlimited`,
];

/** The whole company as LDIF, the same in every run but for the hash of the query account's password. */
export const demoDirectory = (queryPasswordHash: string): string => {
  const random = seededRandom(SEED);
  const people = makePeople(random);
  return writeLdif([
    { dn: BASE_DN, attributes: { objectClass: ["top", "dcObject", "organization"], dc: "example", o: COMPANY } },
    ...[SITES_DN, GROUPS_DN, SERVICE_ACCOUNTS_DN].map((dn) => unit(dn)),
    ...sites.flatMap((site) => [unit(siteDn(site), site.name), ...departments.map((it) => unit(departmentDn(site, it), it.name))]),
    {
      dn: QUERY_DN,
      attributes: { objectClass: ["organizationalRole", "simpleSecurityObject"], cn: "dirstream", userPassword: queryPasswordHash },
    },
    ...people.map(({ entry }) => entry),
    ...makeGroups(people, random),
  ]);
};

const unit = (dn: string, name = dn.slice("ou=".length, dn.indexOf(","))): LdifEntry => ({
  dn,
  attributes: { objectClass: ["top", "organizationalUnit"], ou: name },
});
