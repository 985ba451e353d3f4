import type { EntryCounts } from "../../api/queries.ts";
import { count, plural } from "../numbers.ts";

export const values = {
  dn: "DN",
  large: (bytes: number, digest: string) => `${count(bytes)} bytes, SHA-256 ${digest}…`,
  binary: (base64: string) => {
    const bytes = Math.floor((base64.replace(/=+$/, "").length * 3) / 4);
    return `${plural(bytes, "byte", "bytes")}: ${base64.length > 48 ? `${base64.slice(0, 48)}…` : base64}`;
  },
} as const;

export const stateWords = { active: "Active", disabled: "Disabled", removed: "Removed" } as const;

/** `1,204 people, 31 contacts and 88 groups`; contacts only where there are any. */
export const entryCounts = ({ people: n, contacts, groups }: EntryCounts): string =>
  `${plural(n, "person", "people")}${contacts > 0 ? `, ${plural(contacts, "contact", "contacts")}` : ""} and ${plural(groups, "group", "groups")}`;

const list = {
  columns: {
    name: "Name",
    email: "E-mail",
    title: "Title",
    department: "Department",
    state: "State",
    connector: "Connector",
    members: "Members",
    where: "Where",
  },
  filters: {
    search: "Search by name, e-mail or DN",
    state: "State",
    here: "Active and disabled",
    connector: "Connector",
    anyConnector: "All connectors",
    department: "Department",
    anyDepartment: "All departments",
    noDepartment: "No department",
    moreDepartments: (n: number) => `${count(n)} more are not listed`,
    clear: "Clear the filters",
    option: (name: string, n: number) => `${name} · ${count(n)}`,
  },
  contact: "Contact",
  /** Of a list with people and contacts. */
  apart: ({ people: n, contacts }: EntryCounts) => `${plural(n, "person", "people")}, ${plural(contacts, "contact", "contacts")}`,
  nameless: "Unnamed",
  noMatch: "Nothing matches",
  noMatchText: "Change the search or clear the filters. Who was removed is shown only when asked for by its state.",
  connect: "Connect a directory",
  changed: "This list has changed since you opened it.",
  showAnew: "Show it anew",
} as const;

export const people = {
  ...list,
  title: "People",
  table: "People",
  total: (n: number) => plural(n, "person", "people"),
  empty: { title: "Nobody is here yet", text: "People appear here after the first run of a connector." },
} as const;

export const groups = {
  ...list,
  title: "Groups",
  table: "Groups",
  total: (n: number) => plural(n, "group", "groups"),
  empty: { title: "No group is here yet", text: "Groups appear here after the first run of a connector." },
} as const;

export const entry = {
  tabsLabel: "Of this entry",
  tabs: { profile: "Profile", memberships: "Member of", members: "Members", history: "History" },
  loading: "Entry",
  profile: {
    title: "Profile",
    displayName: "Name",
    userName: "User name",
    email: "E-mail",
    jobTitle: "Title",
    department: "Department",
    organization: "Organisation",
    manager: "Manager",
    phone: "Telephone",
    employeeNumber: "Employee number",
    language: "Language",
    description: "Description",
    members: "Direct members",
    none: "The directory says nothing more of it.",
  },
  where: {
    title: "Where it is",
    connector: "Connector",
    dn: "DN",
    id: "Immutable id",
    state: "State",
    changed: "Last change",
    run: "seen by this run",
    kind: "Kind",
  },
  attributes: { title: "As the directory has it", name: "Attribute", value: "Value", table: "Attributes and their values" },
  removed: "It is no longer in the directory.",
  memberships: {
    show: "Show",
    direct: "Direct only",
    nested: "Also through others",
    groupsTable: "Groups that it is in",
    membersTable: "Members",
    name: "Name",
    how: "How",
    dn: "DN",
    isDirect: "Direct",
    through: "Through",
    throughUnknown: "Through another group",
    notHere: "not synchronised",
    noGroups: { title: "In no group", text: "No synchronised group has it as a member." },
    noMembers: { title: "No members", text: "The directory says that nobody is in this group." },
    kind: "Kind",
  },
  history: {
    title: "History",
    list: "What happened, newest first",
    run: "run",
    by: "by the",
    asOf: "As of",
    asOfLabel: "Show it as it was at this moment",
    asOfHint: (zone: string) => `Your time (${zone}). Empty: now.`,
    at: "As it was then",
    before: "It was not known then",
    beforeText: (first: string) => `It was observed for the first time on ${first}.`,
    never: "Nothing was ever recorded of it that tells what it was.",
    wasRemovedText: "At this moment it was no longer in the directory.",
    now: "Back to now",
    select: (when: string) => `As of ${when}`,
    since: "So since",
  },
} as const;
