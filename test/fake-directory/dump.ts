import { attributeLines, line } from "../fixtures/ldif-writer.ts";
import { sidText } from "./active-directory.ts";
import { textOfGuidBytes } from "./guid.ts";
import { shownAttributes } from "./show-entry.ts";
import type { Tree } from "./tree.ts";

/** Everything that is alive, as LDIF such as `slapcat` and `ldbsearch` write: GUIDs and SIDs as text, values whole. */
export const dumpOf = (tree: Tree): string => {
  const unlimited = { ...tree, dialect: { ...tree.dialect, mostValues: 0 } };
  const records: string[] = [];
  for (let at = 0; at < tree.end(); at++) {
    const entry = tree.entry(at);
    if (entry === undefined || entry.isDeleted) continue;
    const lines = shownAttributes(entry, ["*", "+"], { tree: unlimited, extendedDn: undefined }).flatMap(({ type, values }) => {
      const shown = values.map((value) => textIfBinary(type, Buffer.from(value)));
      return attributeLines({ [type]: shown });
    });
    records.push(`${[line("dn", tree.dnOf(entry)), ...lines].join("\n")}\n`);
  }
  return records.join("\n");
};

const textIfBinary = (type: string, value: Buffer): string | Buffer => {
  if (type === "objectGUID") return textOfGuidBytes(value);
  if (type === "objectSid") return sidText(value);
  return value.toString("utf8");
};
