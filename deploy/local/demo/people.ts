import { BASE_DN, COMPANY, type Department, departments, MAIL_DOMAIN, type Site, sites } from "./company.ts";
import { childOf, escapeDnValue, type LdifEntry } from "./ldif.ts";
import type { Culture, Spelling } from "./names.ts";
import type { Random } from "./random.ts";

export interface Person {
  readonly dn: string;
  readonly site: Site;
  readonly department: Department;
  readonly rank: "executive" | "director" | "head" | "staff";
  readonly entry: LdifEntry;
}

export const SITES_DN = childOf(BASE_DN, "ou", "Sites");
export const siteDn = (site: Site): string => childOf(SITES_DN, "ou", site.name);
export const departmentDn = (site: Site, department: Department): string => childOf(siteDn(site), "ou", department.name);

/** Names that people really have in directories, and that need care in a DN: RFC 4514 section 2.4 has a rule for each. */
export const AWKWARD_NAMES = [
  "Smith, John (contractor)",
  "#4 Crane Desk",
  'William "Bill" Harper',
  "Ng + Partners, Surveyors",
  "Back\\slash, Terry",
  "Semi; Colon",
  "<Night Shift> Gate 7",
  "=Equals= Ltd., Courier",
  "Zoë  Double-Space",
  "Renée\u00a0Nbsp",
  "D'Ångström, Åsa",
  "👷 Site Helper",
];

/** Everybody: the executive, a director for each site, a head for each of its departments, and their staff. */
export const makePeople = (random: Random): Person[] => {
  const taken = new Set<string>();
  const people: Person[] = [];
  const awkwardNames = [...AWKWARD_NAMES];
  const add = (person: Omit<NewPerson, "number">): Person => {
    const made = makePerson(random, taken, { ...person, number: people.length + 1 });
    people.push(made);
    return made;
  };

  let executive: Person | undefined;
  for (const site of sites) {
    const first = people.length;
    const [operations] = departments as [Department];
    executive ??= add({ site, department: operations, rank: "executive", manager: undefined });
    const director = add({ site, department: operations, rank: "director", manager: executive });
    const heads = departments.map((department) => add({ site, department, rank: "head", manager: director }));
    while (people.length < first + site.people) {
      const head = headFor(random.next(), heads);
      const awkward = random.chance(1 / 40) ? awkwardNames.shift() : undefined;
      add({ site, department: head.department, rank: "staff", manager: head, awkward });
    }
  }
  return people;
};

/** `at` between 0 and 1 falls into one department's share. */
const headFor = (at: number, heads: readonly Person[]): Person => {
  let left = at;
  for (const head of heads) {
    left -= head.department.share;
    if (left < 0) return head;
  }
  return heads[0] as Person;
};

interface NewPerson {
  readonly number: number;
  readonly site: Site;
  readonly department: Department;
  readonly rank: Person["rank"];
  readonly manager: Person | undefined;
  readonly awkward?: string | undefined;
}

const TITLES = { executive: "Chief Executive Officer", director: "Site Director", head: "Head of" } as const;

const makePerson = (random: Random, taken: Set<string>, { number, site, department, rank, manager, awkward }: NewPerson): Person => {
  const culture = random.chance(0.7) ? (site.cultures[0] as Culture) : random.pick(site.cultures);
  const [given, family] = [random.pick(culture.given), random.pick(culture.family)];
  const uid = unused(taken, [given, family].map(([, latin]) => latin.toLowerCase()).join("."));
  const name = awkward ?? writtenName(culture, given, family);
  const cn = taken.has(`${name}@${site.name}`) ? `${name} ${number}` : name;
  taken.add(`${name}@${site.name}`);
  const parent = rank === "executive" || rank === "director" ? siteDn(site) : departmentDn(site, department);
  const title = { ...TITLES, head: `Head of ${department.name}`, staff: random.pick(department.titles) }[rank];
  const isOutdoors = department.code === "TOP" || department.code === "MNT";
  const mail = `${uid}@${MAIL_DOMAIN}`;
  const mails = random.chance(0.1) ? [mail, `${uid.replace(".", "_")}@post.example.com`] : mail;
  const extension = `${1000 + number}`;

  // A few are named by two attributes at once: a multi-valued RDN (RFC 4514 section 2.2).
  const dn = number % 250 === 0 ? `cn=${escapeDnValue(cn)}+uid=${uid},${parent}` : childOf(parent, "cn", cn);
  const attributes = {
    objectClass: ["top", "person", "organizationalPerson", "inetOrgPerson"],
    cn,
    uid,
    sn: awkward ?? family[0],
    givenName: awkward === undefined ? given[0] : undefined,
    displayName: given[0] === given[1] || awkward !== undefined ? name : `${name} (${given[1]} ${family[1]})`,
    mail: rank === "staff" && isOutdoors && random.chance(0.3) ? undefined : mails,
    title,
    employeeNumber: `E${String(number).padStart(5, "0")}`,
    employeeType: rank === "staff" && random.chance(0.12) ? "contractor" : "employee",
    ou: department.name,
    departmentNumber: `${department.code}-${site.country}`,
    o: COMPANY,
    l: site.name,
    preferredLanguage: culture.language,
    telephoneNumber: isOutdoors ? undefined : `${site.dialling} ${500 + site.head} ${extension}`,
    mobile: random.chance(0.55) ? `${site.dialling.split(" ")[0]} 6 ${1000 + random.below(9000)} ${1000 + random.below(9000)}` : undefined,
    roomNumber: isOutdoors ? undefined : `${random.below(6)}.${10 + random.below(40)}`,
    description: random.chance(0.05) ? `Gate badge ${10_000 + random.below(90_000)}\nReturn it to the porter's lodge` : undefined,
    manager: manager?.dn,
  };
  return { dn, site, department, rank, entry: { dn, attributes } };
};

const writtenName = ({ familyFirst, language }: Culture, [given]: Spelling, [family]: Spelling): string => {
  if (familyFirst !== true) return `${given} ${family}`;
  return language === "ja" ? `${family} ${given}` : `${family}${given}`;
};

const unused = (taken: Set<string>, wanted: string): string => {
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}${number}`;
  taken.add(name);
  return name;
};
