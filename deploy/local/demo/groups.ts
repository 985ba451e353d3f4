import { BASE_DN, COMPANY, departments, sites } from "./company.ts";
import { childOf, type LdifEntry } from "./ldif.ts";
import type { Person } from "./people.ts";
import type { Random } from "./random.ts";

export const GROUPS_DN = childOf(BASE_DN, "ou", "Groups");

interface Group {
  readonly name: string;
  readonly description: string;
  /** DNs; a groupOfNames needs one at least. */
  readonly members: readonly string[];
}

const dnOf = (name: string): string => childOf(GROUPS_DN, "cn", name);
const team = (site: { name: string }, department: { code: string }): string => `${department.code} ${site.name}`;

export const makeGroups = (people: readonly Person[], random: Random): LdifEntry[] =>
  [...teamGroups(people), ...nestedGroups(), ...roleGroups(people), ...sharedInterests(people, random), ...leftovers()].map(toEntry);

const toEntry = ({ name, description, members }: Group): LdifEntry => ({
  dn: dnOf(name),
  attributes: { objectClass: ["top", "groupOfNames"], cn: name, description, member: members },
});

const dnsOf = (people: readonly Person[]): string[] => people.map(({ dn }) => dn);

/** One for each department of each site: the groups that people are directly in. */
const teamGroups = (people: readonly Person[]): Group[] =>
  sites.flatMap((site) =>
    departments.map((department) => ({
      name: team(site, department),
      description: `${department.name} in ${site.name}`,
      members: dnsOf(people.filter((person) => person.site === site && person.department === department)),
    })),
  );

/** Groups of groups: a site, a department over all sites, the company. */
const nestedGroups = (): Group[] => [
  ...sites.map((site) => ({
    name: `Site ${site.name}`,
    description: `Everybody in ${site.name}`,
    members: departments.map((department) => dnOf(team(site, department))),
  })),
  ...departments.map((department) => ({
    name: `All ${department.name}`,
    description: `${department.name}, all sites`,
    members: sites.map((site) => dnOf(team(site, department))),
  })),
  { name: COMPANY, description: "The sites, three levels deep", members: sites.map((site) => dnOf(`Site ${site.name}`)) },
];

/** Groups by what people are; the first is the big one. */
const roleGroups = (people: readonly Person[]): Group[] => {
  const titled = (title: string) => dnsOf(people.filter(({ entry }) => entry.attributes.title === title));
  const ranked = (...ranks: Person["rank"][]) => dnsOf(people.filter(({ rank }) => ranks.includes(rank)));
  return [
    { name: "All Staff", description: "Everybody, directly", members: dnsOf(people) },
    { name: "Management", description: "Executive, site directors and heads", members: ranked("executive", "director", "head") },
    { name: "Site Directors", description: "One for each site", members: ranked("director") },
    { name: "Crane Licence", description: "May operate ship-to-shore cranes", members: titled("Crane Operator") },
    { name: "Forklift Licence", description: "May drive a forklift", members: titled("Forklift Driver") },
    { name: "Customs Brokers", description: "Sign for the customs authorities", members: titled("Customs Broker") },
    { name: "Developers", description: "Write the terminal's software", members: titled("Software Developer") },
    {
      name: "Contractors",
      description: "Not on the payroll",
      members: dnsOf(people.filter(({ entry }) => entry.attributes.employeeType === "contractor")),
    },
  ];
};

const INTERESTS: readonly [name: string, description: string, share: number][] = [
  ["VPN Users", "May work from elsewhere", 0.45],
  ["First Aiders", "Trained this year", 0.08],
  ["Fire Wardens, Quay 3", "Hi-vis jackets are in the lodge", 0.03],
  ["Works Council", "Elected", 0.015],
  ["Harbour Choir 🎶", "Tuesdays, canteen", 0.02],
];

const sharedInterests = (people: readonly Person[], random: Random): Group[] =>
  INTERESTS.map(([name, description, share]) => ({ name, description, members: dnsOf(people.filter(() => random.chance(share))) }));

/** What every directory has somewhere: two groups that contain each other, one that is as good as empty, one whose member left long ago. */
const leftovers = (): Group[] => [
  { name: "Project Tide", description: "Digital berth planning", members: [dnOf("Project Tide (partners)"), dnOf("Developers")] },
  { name: "Project Tide (partners)", description: "Contains the project that contains it", members: [dnOf("Project Tide")] },
  { name: "Reserved", description: "A groupOfNames needs a member, so it has itself", members: [dnOf("Reserved")] },
  {
    name: "Archive 2019",
    description: "Its only member has left",
    members: [childOf(childOf(BASE_DN, "ou", "Former"), "cn", "Jan Vertrokken")],
  },
];
