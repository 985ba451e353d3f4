import { element, elements, integer, numberOf, octets, SEQUENCE } from "./ber.ts";
import type { Entry } from "./entry.ts";
import type { Filter } from "./filter.ts";
import { matches } from "./filter.ts";
import type { WrittenAttribute } from "./messages.ts";
import { examined, nameOf, type Showing, shownAttributes, valuesIn } from "./show-entry.ts";

/** LDAP_SERVER_DIRSYNC_OID (MS-ADTS 3.1.1.3.4.1.3). */
export const DIR_SYNC = "1.2.840.113556.1.4.841";
const OBJECT_SECURITY = 0x1;
const INCREMENTAL_VALUES = 0x80000000;

export interface DirSyncRequest {
  readonly isObjectSecurity: boolean;
  readonly isIncrementalValues: boolean;
  readonly maxBytes: number;
  readonly cookie: Buffer;
}

export const readDirSync = (value: Buffer): DirSyncRequest => {
  const [sequence] = elements(value);
  const [flags, maxBytes, cookie] = elements(sequence?.content ?? Buffer.alloc(0));
  if (flags === undefined || maxBytes === undefined || cookie === undefined) throw new Error("a DirSync control lacks a part");
  const bits = numberOf(flags) >>> 0;
  return {
    isObjectSecurity: (bits & OBJECT_SECURITY) !== 0,
    isIncrementalValues: (bits & INCREMENTAL_VALUES) !== 0,
    maxBytes: numberOf(maxBytes),
    cookie: cookie.content,
  };
};

const MAGIC = Buffer.from("MSDS");
let drawn = 0;

/** Differs at every answer, as the real ones do, even when nothing has changed. */
const cookieAt = (usn: number, invocationId: Buffer): Buffer => {
  const bytes = Buffer.alloc(16);
  bytes.writeDoubleBE(usn);
  bytes.writeUInt32BE(++drawn, 8);
  return Buffer.concat([MAGIC, bytes, invocationId]);
};

/** Where to go on; undefined when it is no cookie. Another database's means everything from the start. */
export const usnOfCookie = (cookie: Buffer, invocationId: Buffer): number | undefined => {
  if (cookie.length === 0) return 0;
  if (cookie.length !== 36 || !cookie.subarray(0, 4).equals(MAGIC)) return undefined;
  return cookie.subarray(20).equals(invocationId) ? cookie.readDoubleBE(4) : 0;
};

export interface Round {
  readonly entries: readonly { readonly dn: string; readonly attributes: readonly WrittenAttribute[] }[];
  readonly control: { readonly oid: string; readonly value: Buffer };
}

interface Asked extends Showing {
  readonly filter: Filter;
  readonly attributes: readonly string[];
  readonly request: DirSyncRequest;
  readonly afterUsn: number;
  readonly invocationId: Buffer;
  readonly mostEntries: number;
  readonly tombstonesVisible: boolean;
}

/** What has changed since, so many entries at most; the cookie goes on from there. */
export const dirSyncRound = (asked: Asked): Round => {
  const { tree, filter, request, afterUsn, invocationId, mostEntries, tombstonesVisible } = asked;
  const entries: Round["entries"][number][] = [];
  let usn = afterUsn;
  let isMore = false;
  for (const entry of tree.changedAfter(afterUsn)) {
    if (entries.length === mostEntries) {
      isMore = true;
      break;
    }
    usn = entry.usn;
    if (entry.isDeleted && request.isObjectSecurity && !tombstonesVisible) continue;
    if (matches(filter, examined(tree, entry)) !== true) continue;
    const attributes = changedAttributes(entry, asked);
    if (attributes.length > 0) entries.push({ dn: nameOf(entry, asked), attributes: [...attributes, ...always(entry, attributes, asked)] });
  }
  const cookie = cookieAt(isMore ? usn : tree.highestUsn(), invocationId);
  const value = element(SEQUENCE, integer(isMore ? 1 : 0), integer(0), octets(cookie));
  return { entries, control: { oid: DIR_SYNC, value } };
};

/** Only what has changed of what was asked for; without values where they were taken away. */
const changedAttributes = (entry: Entry, asked: Asked): WrittenAttribute[] => {
  const { tree, attributes, request, afterUsn } = asked;
  const isAll = attributes.length === 0 || attributes.includes("*");
  const isNew = entry.createdUsn > afterUsn;
  const names = isAll ? [...entry.names] : attributes.map((name) => name.split(";")[0] ?? name);
  return names.flatMap((name): WrittenAttribute[] => {
    const attribute = name.toLowerCase();
    if (tree.dialect.kept[attribute] !== undefined) return [];
    if (request.isIncrementalValues && attribute === "member") return memberChanges(entry, asked, isNew);
    const has = valuesIn(tree, entry, attribute) !== undefined;
    if (isNew) return has ? wholly(entry, name, asked) : [];
    if (entry.usnOf(attribute) <= afterUsn) return [];
    return has ? wholly(entry, name, asked) : [{ type: name, values: [] }];
  });
};

/** DirSync gives all values at once. */
const wholly = (entry: Entry, name: string, { tree, extendedDn }: Asked): WrittenAttribute[] => {
  const unlimited = { ...tree, dialect: { ...tree.dialect, mostValues: 0 } };
  return shownAttributes(entry, [name], { tree: unlimited, extendedDn });
};

/** Members who came as `member;range=1-1`, members who went as `member;range=0-0`. */
const memberChanges = (entry: Entry, asked: Asked, isNew: boolean): WrittenAttribute[] => {
  const shown = (to: number): Buffer[] => {
    const member = asked.tree.entry(to);
    return member === undefined || member.isDeleted ? [] : [Buffer.from(nameOf(member, asked))];
  };
  if (isNew) {
    const members = (entry.values("member")?.slice() ?? []).flatMap((value) => ("to" in value ? shown(value.to) : [value]));
    return members.length === 0 ? [] : [{ type: "member;range=1-1", values: members }];
  }
  const changes = (entry.linkChanges.get("member") ?? []).filter(({ usn }) => usn > asked.afterUsn);
  const of = (isThere: boolean) => changes.filter((it) => it.isThere === isThere).flatMap(({ to }) => shown(to));
  return [
    { type: "member;range=1-1", values: of(true) },
    { type: "member;range=0-0", values: of(false) },
  ].filter(({ values }) => values.length > 0);
};

const always = (entry: Entry, changed: readonly WrittenAttribute[], { tree, extendedDn }: Asked): WrittenAttribute[] => {
  const names = ["objectGUID", "instanceType"];
  const shown = shownAttributes(entry, names, { tree, extendedDn });
  const parent = entry.parent === undefined ? undefined : tree.entry(entry.parent);
  const isNamed = changed.some(({ type }) => type.toLowerCase() === "name");
  if (!isNamed || parent === undefined) return shown;
  const guid = (valuesIn(tree, parent, "objectguid")?.slice() ?? []) as Buffer[];
  return [...shown, { type: "parentGUID", values: guid }];
};
