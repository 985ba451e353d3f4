/** One entry of LDIF (RFC 2849): a DN, and attributes with one value or several. */
export interface LdifEntry {
  readonly dn: string;
  readonly attributes: Readonly<Record<string, string | readonly string[] | undefined>>;
}

export const writeLdif = (entries: readonly LdifEntry[]): string => entries.map((entry) => `${linesOf(entry).join("\n")}\n`).join("\n");

const linesOf = ({ dn, attributes }: LdifEntry): string[] => [
  line("dn", dn),
  ...Object.entries(attributes).flatMap(([name, value]) => [value ?? []].flat().map((it) => line(name, it))),
];

/** Printable ASCII within RFC 2849's SAFE-STRING; anything else, and what ends in a space, is written in base64. */
const SAFE = /^(?![ :<])[ -~]*(?<! )$/;
const line = (name: string, value: string): string =>
  SAFE.test(value) ? `${name}: ${value}` : `${name}:: ${Buffer.from(value).toString("base64")}`;

/** A value as it stands in a DN (RFC 4514 section 2.4). */
export const escapeDnValue = (value: string): string =>
  value
    .replaceAll(/[\\"+,;<>]/g, "\\$&")
    .replace(/^[ #]/, "\\$&")
    .replace(/ $/, "\\ ");

export const childOf = (parent: string, type: string, value: string): string => `${type}=${escapeDnValue(value)},${parent}`;
