import { sidText } from "./active-directory.ts";
import type { Entry, Value, Values } from "./entry.ts";
import type { Examined } from "./filter.ts";
import type { WrittenAttribute } from "./messages.ts";
import type { Tree } from "./tree.ts";

/** LDAP_SERVER_EXTENDED_DN_OID: names come with GUID and SID, as text or as hexadecimal bytes. */
export type ExtendedDn = "text" | "bytes" | undefined;

export interface Showing {
  readonly tree: Tree;
  readonly extendedDn: ExtendedDn;
}

export const valuesIn = (tree: Tree, entry: Entry, attribute: string): Values | undefined =>
  entry.values(attribute) ?? tree.dialect.kept[attribute]?.(entry, tree);

export const examined = (tree: Tree, entry: Entry): Examined => ({
  values: (attribute) =>
    valuesIn(tree, entry, attribute)
      ?.slice()
      .map((value) => bytesOf(value, { tree, extendedDn: undefined })),
  isUnknown: tree.dialect.isUnknown,
  isEqual: tree.dialect.isEqual,
});

export const nameOf = (entry: Entry, { tree, extendedDn }: Showing): string => {
  const dn = tree.dnOf(entry);
  if (extendedDn === undefined) return dn;
  const [guid] = (tree.dialect.kept.objectguid?.(entry, tree)?.slice() ?? []) as Buffer[];
  const [sid] = (tree.dialect.kept.objectsid?.(entry, tree)?.slice() ?? []) as Buffer[];
  const asText = extendedDn === "text";
  const guidPart = `<GUID=${asText ? tree.dialect.guidText(entry.at) : guid?.toString("hex")}>`;
  return [guidPart, ...(sid === undefined ? [] : [`<SID=${asText ? sidText(sid) : sid.toString("hex")}>`]), dn].join(";");
};

const bytesOf = (value: Value, showing: Showing): Buffer => {
  if (!("to" in value)) return value;
  const named = showing.tree.entry(value.to);
  return Buffer.from(named === undefined ? "" : nameOf(named, showing));
};

const RANGE = /^([^;]+);range=(\d+)-(\d+|\*)$/i;

/** The attributes that were asked for, in the form and the number of values that the server gives. */
export const shownAttributes = (entry: Entry, asked: readonly string[], showing: Showing): WrittenAttribute[] => {
  const { dialect } = showing.tree;
  if (asked.length === 1 && asked[0] === "1.1") return [];
  const isAll = asked.length === 0 || asked.includes("*");
  const operational = dialect.name !== "active-directory" ? Object.keys(OPERATIONAL) : [];
  const names = [
    ...(isAll ? [...entry.names, ...dialect.keptNames] : []),
    ...(asked.includes("+") ? operational.map((name) => OPERATIONAL[name] ?? name) : []),
    ...asked.filter((name) => name !== "*" && name !== "+"),
  ];
  const shown = new Map<string, WrittenAttribute>();
  for (const name of names) {
    const [, ranged, from, to] = RANGE.exec(name) ?? [];
    const attribute = (ranged ?? name).toLowerCase();
    const values = valuesIn(showing.tree, entry, attribute);
    if (values === undefined || shown.has(attribute)) continue;
    const type = spelled(entry, attribute, showing.tree);
    const most = dialect.mostValues || Number.POSITIVE_INFINITY;
    const isRanged = most < Number.POSITIVE_INFINITY && (from !== undefined || values.length > most);
    const first = isRanged ? Number(from ?? 0) : 0;
    const wanted = to === undefined || to === "*" ? most : Number(to) - first + 1;
    const part = isRanged ? values.slice(first, first + Math.min(wanted, most)) : values.slice();
    const last = first + part.length >= values.length ? "*" : first + part.length - 1;
    const written = part.map((value) => bytesOf(value, showing));
    // Asked without a range, Active Directory names the attribute once more, without values.
    if (isRanged && from === undefined) shown.set(`${attribute} itself`, { type, values: [] });
    shown.set(attribute, { type: isRanged ? `${type};range=${first}-${last}` : type, values: written });
  }
  return [...shown.values()];
};

const OPERATIONAL: Readonly<Record<string, string>> = {
  entryuuid: "entryUUID",
  entrycsn: "entryCSN",
  modifytimestamp: "modifyTimestamp",
  createtimestamp: "createTimestamp",
  contextcsn: "contextCSN",
};

const spelled = (entry: Entry, attribute: string, { dialect }: Tree): string =>
  [...entry.names, ...dialect.keptNames, ...Object.values(OPERATIONAL)].find((name) => name.toLowerCase() === attribute) ?? attribute;
