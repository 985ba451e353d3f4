import type { LdifRecord } from "../fixtures/ldif-writer.ts";
import type { DirectoryChange, Modification } from "../fixtures/live-directory.ts";
import { type Entry, madeEntry, type Value } from "./entry.ts";
import { firstComma, nameKey } from "./names.ts";
import { type Changed, changedEntry, isSame, noteLinks } from "./overlay.ts";
import type { Ground, Tree } from "./tree.ts";

interface Work extends Pick<Tree, "entry" | "find"> {
  readonly ground: Ground;
}

const LINKS = new Set(["member", "uniquemember", "manager", "managedby", "assistant", "secretary", "owner", "lastknownparent"]);
/** The second of the fixed entries, where there are tombstones. */
const DELETED_OBJECTS = 1;
/** Of what is shown (MS-ADTS 3.1.1.5.5.1.1): not objectCategory, not sAMAccountType. */
const KEPT_BY_TOMBSTONES = new Set(["objectclass", "samaccountname", "useraccountcontrol", "iscriticalsystemobject"]);

/** One change, with a sequence number of its own. */
export const changeEntry = (work: Work, change: DirectoryChange): void => {
  work.ground.usn += 1;
  if ("add" in change) add(work, change.add.dn, change.add.attributes);
  else if ("remove" in change) remove(work, found(work, change.remove));
  else {
    const it = owned(work, found(work, "rename" in change ? change.rename : change.modify));
    if ("rename" in change) rename(work, it, change.to, change.under === undefined ? it.parent : found(work, change.under).at);
    else for (const modification of change.with) modify(work, it, modification);
    it.usn = work.ground.usn;
  }
};

const found = ({ find }: Work, dn: string): Entry => {
  const it = find(dn);
  if (it === undefined) throw new Error(`the fake directory has no entry "${dn}"`);
  return it;
};

/** An entry as something of its own, that can be changed. */
const owned = ({ ground: { overlay, named } }: Work, it: Entry): Changed => {
  const existing = overlay.get(it.at);
  if (existing !== undefined) return existing;
  const mine = changedEntry(it);
  overlay.set(it.at, mine);
  named.set(nameKey(it.parent, it.rdn), it.at);
  return mine;
};

const valueGiven = ({ find }: Work, attribute: string, value: string | Buffer): Value => {
  if (typeof value !== "string") return value;
  const to = LINKS.has(attribute.toLowerCase()) ? find(value) : undefined;
  return to === undefined ? Buffer.from(value) : { to: to.at };
};

const set = ({ ground: { usn } }: Work, it: Changed, name: string, values: readonly Value[]): void => {
  const attribute = name.toLowerCase();
  const before = it.values(attribute);
  it.own.set(attribute, { name, values, usn });
  if (LINKS.has(attribute)) noteLinks(it, attribute, before?.slice() ?? [], values, usn);
};

const modify = (work: Work, it: Changed, [how, name, ...values]: Modification): void => {
  const given = values.map((value) => valueGiven(work, name, value));
  const before = it.values(name.toLowerCase())?.slice() ?? [];
  if (how === "add") set(work, it, name, [...before, ...given]);
  else if (how === "replace" || given.length === 0) set(work, it, name, given);
  else {
    const rest = before.filter((value) => !given.some((other) => isSame(value, other)));
    set(work, it, name, rest);
  }
};

const rename = ({ ground: { named, usn } }: Work, it: Changed, rdn: string, parent: number | undefined): void => {
  named.delete(nameKey(it.parent, it.rdn));
  it.rdn = rdn;
  it.parent = parent;
  named.set(nameKey(parent, rdn), it.at);
  const values = [Buffer.from(plainName(rdn))];
  for (const name of ["name", rdn.slice(0, rdn.indexOf("="))]) it.own.set(name.toLowerCase(), { name, values, usn });
};

const add = (work: Work, dn: string, attributes: Readonly<Record<string, unknown>>): void => {
  const { ground } = work;
  const comma = firstComma(dn);
  const at = ground.next++;
  const mine = changedEntry(madeEntry(at, found(work, dn.slice(comma + 1)).at, dn.slice(0, comma), {}, 0));
  ground.overlay.set(at, mine);
  rename(work, mine, mine.rdn, mine.parent);
  give(work, mine, attributes);
  mine.usn = ground.usn;
  mine.createdUsn = ground.usn;
};

const give = (work: Work, it: Changed, attributes: Readonly<Record<string, unknown>>): void => {
  for (const [name, values] of Object.entries({ ...work.ground.dialect.defaults(attributes), ...attributes })) {
    const given = [values].flat().map((value) => valueGiven(work, name, value as string | Buffer));
    set(work, it, name, given);
  }
};

/** A tombstone lives again (MS-ADTS 3.1.1.5.3.7): its id stays, its name is given anew, and no group has it as a member any more. */
export const putBackEntry = (work: Work, { dn, attributes }: LdifRecord): void => {
  const { ground } = work;
  ground.usn += 1;
  const comma = firstComma(dn);
  const rdn = dn.slice(0, comma);
  const it = [...ground.overlay.values()].findLast((one) => one.isDeleted && one.rdn.startsWith(`${rdn}\\0ADEL:`));
  if (it === undefined) throw new Error(`nobody was deleted from the fake directory as "${dn}"`);
  it.isDeleted = false;
  for (const name of ["isDeleted", "lastKnownParent"]) it.own.set(name.toLowerCase(), { name, values: [], usn: ground.usn });
  rename(work, it, rdn, found(work, dn.slice(comma + 1)).at);
  give(work, it, attributes);
  it.usn = ground.usn;
};

const remove = (work: Work, it: Entry): void => {
  const { overlay, gone, named, usn, dialect } = work.ground;
  leaveGroups(work, it.at);
  const mine = owned(work, it);
  if (!dialect.leavesTombstones) {
    named.delete(nameKey(it.parent, it.rdn));
    overlay.delete(it.at);
    gone.add(it.at);
    return;
  }
  for (const name of mine.names) {
    if (!KEPT_BY_TOMBSTONES.has(name.toLowerCase())) mine.own.set(name.toLowerCase(), { name, values: [], usn });
  }
  mine.own.set("isdeleted", { name: "isDeleted", values: [Buffer.from("TRUE")], usn });
  if (it.parent !== undefined) mine.own.set("lastknownparent", { name: "lastKnownParent", values: [{ to: it.parent }], usn });
  rename(work, mine, `${it.rdn}\\0ADEL:${dialect.guidText(it.at)}`, DELETED_OBJECTS);
  mine.isDeleted = true;
  mine.usn = usn;
};

/** Whoever is deleted leaves the groups, and the groups do not count that as a change of theirs (MS-ADTS 3.1.1.5.5). */
const leaveGroups = (work: Work, at: number): void => {
  const { ground, entry } = work;
  for (let group = ground.firstGroup; group < ground.next; group++) {
    const it = entry(group);
    const members = it?.values("member")?.slice();
    const rest = members?.filter((value) => !isSame(value, { to: at })) ?? [];
    if (it === undefined || members === undefined || rest.length === members.length) continue;
    const mine = owned(work, it);
    mine.own.set("member", { name: "member", values: rest, usn: mine.usnOf("member") });
  }
};

/** The value of a simple RDN, without its escapes. */
const plainName = (rdn: string): string =>
  rdn
    .slice(rdn.indexOf("=") + 1)
    .replace(/\\([0-9A-Fa-f]{2})|\\(.)/g, (_, hex: string | undefined, other: string) =>
      hex === undefined ? other : String.fromCharCode(Number.parseInt(hex, 16)),
    );
