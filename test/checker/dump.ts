import { isUtf8 } from "node:buffer";
import type { AttributeValue, EntryKind, Reference } from "@dirstream/contracts";
import { canonicalDn } from "./dn.ts";
import { type LdifEntry, parseLdif } from "./ldif.ts";
import { sha256Hex } from "./merkle-tree.ts";
import type { Violation } from "./stored-message.ts";

/** An entry as the read model shows it, whether by HTTP or by its table. */
export interface ModelEntry {
  readonly entryId: string;
  readonly dn: string;
  readonly kind: EntryKind;
  readonly state: string;
  readonly attributes: Readonly<Record<string, readonly AttributeValue[]>>;
}

export interface ModelMember {
  readonly groupId: string;
  readonly member: Reference;
}

/** Every entry, removed ones too, and the members of those groups that are here. */
export interface Model {
  readonly entries: readonly ModelEntry[];
  readonly members: readonly ModelMember[];
}

export interface Dump {
  readonly ldif: string;
  /** What the connector synchronises. */
  readonly baseDn: string;
  readonly scope?: DumpedScope;
}

/** Where a connector does not synchronise and record everything below its base DN. Said without filters: those are what is checked. */
export interface DumpedScope {
  readonly moreBaseDns?: readonly string[];
  readonly excludedDns?: readonly string[];
  readonly keeps?: (entry: LdifEntry, kind: EntryKind) => boolean;
  readonly moreAttributes?: readonly string[];
  readonly omittedAttributes?: readonly string[];
}

const PEOPLE = ["inetorgperson", "posixaccount"];
const GROUPS = ["groupofnames", "groupofuniquenames", "posixgroup", "groupofurls"];

const RECORDED_OF_PEOPLE =
  `uid cn sn givenName initials displayName mail title description o ou departmentNumber employeeNumber employeeType
  businessCategory manager secretary seeAlso telephoneNumber mobile pager homePhone facsimileTelephoneNumber physicalDeliveryOfficeName
  roomNumber street postOfficeBox postalCode postalAddress l st preferredLanguage labeledURI carLicense jpegPhoto uidNumber gidNumber
  homeDirectory loginShell`.split(/\s+/);
const RECORDED_OF_GROUPS = "cn displayName description mail o ou businessCategory owner seeAlso gidNumber".split(" ");
const REFERENCES = new Set(["manager", "secretary", "seealso", "owner"]);
const BYTES = new Set(["jpegphoto"]);
const LARGEST_VALUE_BYTES = 64 * 1024;
const LOCKED_FOR_GOOD = "000001010000Z";

/**
 * R5: the read model is what the directory's own dump says: entry by entry, value by value, membership by membership;
 * nothing missing, nothing extra, nothing twice.
 */
export const checkDump = (dump: Dump, model: Model): Violation[] => {
  const expected = readDump(dump);
  const report = (what: string): Violation => ({ invariant: "R5", what });
  const here = model.entries.filter(({ state }) => state !== "removed");
  const tokenOf = referenceTokens(model, expected);

  const seen = new Map<string, ModelEntry>();
  const violations = here.flatMap((entry) => {
    const twice = seen.has(entry.entryId) ? [report(`${entry.entryId} is there twice`)] : [];
    seen.set(entry.entryId, entry);
    return expected.entries.has(entry.entryId) ? twice : [...twice, report(`${entry.entryId} (${entry.dn}) is not in the directory`)];
  });
  for (const [entryId, entry] of expected.entries) {
    const actual = seen.get(entryId);
    if (actual === undefined) violations.push(report(`${entryId} (${entry.dn}) is missing`));
    else violations.push(...compareEntry(entryId, entry, actual, tokenOf).map(report));
  }
  const members = Map.groupBy(model.members, ({ groupId }) => groupId);
  for (const groupId of new Set([...expected.members.keys(), ...members.keys()])) {
    const is = (members.get(groupId) ?? []).map(({ member }) => tokenOf(member));
    violations.push(...compareLists(`members of ${groupId}`, expected.members.get(groupId) ?? [], is).map(report));
  }
  return violations;
};

export interface DumpedEntry {
  readonly dn: string;
  readonly kind: EntryKind;
  readonly state: string;
  /** Values as text that tells their form, by attribute name in lower case. */
  readonly attributes: ReadonlyMap<string, readonly string[]>;
}

/** What a directory's own dump says of what is in scope. */
export interface Dumped {
  readonly entries: ReadonlyMap<string, DumpedEntry>;
  /** By group: `id:` and the entry's id, or `dn:` and the canonical name of who is not in scope. */
  readonly members: ReadonlyMap<string, readonly string[]>;
}

export const readDump = ({ ldif, baseDn, scope = {} }: Dump): Dumped => {
  const { moreBaseDns = [], excludedDns = [], keeps = () => true } = scope;
  const isBelow = (name: string, dns: readonly string[]) => dns.some((dn) => `,${name}`.endsWith(`,${canonicalDn(dn)}`));
  const inScope = parseLdif(ldif).flatMap((entry) => {
    const kind = kindOf(entry);
    const name = canonicalDn(entry.dn);
    const isHere = isBelow(name, [baseDn, ...moreBaseDns]) && !isBelow(name, excludedDns);
    return kind !== undefined && isHere && keeps(entry, kind) ? [{ entry, kind, name, entryId: idOf(entry) }] : [];
  });
  const byName = new Map(inScope.map(({ name, entryId }) => [name, `id:${entryId}`]));
  const people = inScope.filter(({ kind }) => kind === "user");
  const byUid = new Map(people.flatMap(({ entry, entryId }) => textsOf(entry, "uid").map((uid) => [uid.toLowerCase(), `id:${entryId}`])));
  const resolve = (dn: string): string => byName.get(nameOf(dn)) ?? `dn:${nameOf(dn)}`;

  const entries = inScope.map(({ entry, kind, entryId }) => {
    const recorded = recordedIn(kind, scope);
    return [entryId, { ...expectedEntry(entry, recorded, resolve), kind }] as const;
  });
  const members = inScope
    .filter(({ kind }) => kind === "group")
    .map(({ entry, entryId }) => {
      const named = [...textsOf(entry, "member"), ...textsOf(entry, "uniqueMember").map((value) => value.replace(/#'[01]*'B$/, ""))];
      const byUids = textsOf(entry, "memberUid").map((uid) => byUid.get(uid.toLowerCase()) ?? `dn:${nameOf(`uid=${uid}`)}`);
      return [entryId, [...new Set([...named.filter((dn) => dn !== "").map(resolve), ...byUids])]] as const;
    });
  return { entries: new Map(entries), members: new Map(members) };
};

const kindOf = ({ attributes }: LdifEntry): EntryKind | undefined => {
  const classes = (attributes.get("objectclass") ?? []).map((value) => value.toString().toLowerCase());
  if (classes.some((name) => PEOPLE.includes(name))) return "user";
  return classes.some((name) => GROUPS.includes(name)) ? "group" : undefined;
};

const idOf = ({ dn, attributes }: LdifEntry): string => {
  const uuid = attributes.get("entryuuid")?.[0];
  if (uuid === undefined) throw new Error(`${dn} has no entryUUID in the dump`);
  return uuid.toString().toLowerCase();
};

const textsOf = ({ attributes }: LdifEntry, name: string): string[] =>
  (attributes.get(name.toLowerCase()) ?? []).map((value) => value.toString("utf8"));

const recordedIn = (kind: EntryKind, { moreAttributes = [], omittedAttributes = [] }: DumpedScope): readonly string[] =>
  [...(kind === "group" ? RECORDED_OF_GROUPS : RECORDED_OF_PEOPLE), ...moreAttributes].filter((name) => !omittedAttributes.includes(name));

const expectedEntry = (entry: LdifEntry, recorded: readonly string[], resolve: (dn: string) => string): Omit<DumpedEntry, "kind"> => {
  const attributes = recorded.flatMap((spelled) => {
    const name = spelled.toLowerCase();
    const values = entry.attributes.get(name) ?? [];
    const token = (value: Buffer) => (REFERENCES.has(name) ? resolve(value.toString("utf8")) : valueToken(name, value));
    return values.length === 0 ? [] : [[name, values.map(token)] as const];
  });
  const isLocked = textsOf(entry, "pwdAccountLockedTime").includes(LOCKED_FOR_GOOD);
  return { dn: entry.dn, state: isLocked ? "disabled" : "active", attributes: new Map(attributes) };
};

/** Bytes stay bytes where the schema says so, and where they are no text. */
const valueToken = (name: string, value: Buffer): string => {
  if (value.length > LARGEST_VALUE_BYTES) return `hash:${sha256Hex(value)}:${value.length}`;
  const isText = !BYTES.has(name) && isUtf8(value) && !value.includes(0);
  return isText ? `text:${value.toString("utf8")}` : `bytes:${value.toString("base64")}`;
};

/** A reference to an entry that is gone counts as its name: the directory's dump has nothing else. */
const referenceTokens = ({ entries }: Model, expected: Dumped): ((reference: Reference) => string) => {
  const names = new Map(entries.filter(({ state }) => state === "removed").map(({ entryId, dn }) => [entryId, dn]));
  return ({ entryId, dn }) => {
    if (entryId !== undefined && expected.entries.has(entryId)) return `id:${entryId}`;
    const name = dn ?? names.get(entryId ?? "");
    return name === undefined ? `id:${entryId}` : `dn:${nameOf(name)}`;
  };
};

const compareEntry = (entryId: string, expected: DumpedEntry, actual: ModelEntry, tokenOf: (reference: Reference) => string): string[] => {
  const differences: string[] = [];
  for (const property of ["dn", "kind", "state"] as const) {
    if (actual[property] !== expected[property])
      differences.push(`${entryId} has ${property} ${actual[property]}, not ${expected[property]}`);
  }
  const attributes = new Map(Object.entries(actual.attributes).map(([name, values]) => [name.toLowerCase(), values]));
  for (const name of new Set([...expected.attributes.keys(), ...attributes.keys()])) {
    const values = (attributes.get(name) ?? []).map((value) => attributeToken(value, tokenOf));
    differences.push(...compareLists(`${name} of ${entryId}`, expected.attributes.get(name) ?? [], values));
  }
  return differences;
};

const attributeToken = (value: AttributeValue, tokenOf: (reference: Reference) => string): string => {
  if (typeof value === "string") return `text:${value}`;
  if ("binary" in value) return `bytes:${value.binary}`;
  if ("sha256" in value) return `hash:${value.sha256}:${value.bytes}`;
  return tokenOf(value);
};

const compareLists = (of: string, expected: readonly string[], actual: readonly string[]): string[] => {
  const rest = [...actual].sort();
  const missing = [...expected].sort().filter((token) => {
    const at = rest.indexOf(token);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
  return [
    ...missing.map((token) => `${of} lacks ${shown(token)}`),
    ...rest.map((token) => `${of} has ${shown(token)} beyond the directory`),
  ];
};

const shown = (token: string): string => (token.length > 80 ? `${token.slice(0, 77)}…` : token);

/** A member value may be no DN at all; it is still told apart by its text. */
const nameOf = (dn: string): string => {
  try {
    return canonicalDn(dn);
  } catch {
    return dn;
  }
};
