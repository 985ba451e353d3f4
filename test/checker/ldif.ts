/** An entry of an LDIF file (RFC 2849). Attribute descriptions are in lower case, values are bytes. */
export interface LdifEntry {
  readonly dn: string;
  readonly attributes: ReadonlyMap<string, readonly Buffer[]>;
}

/** Reads content records, such as slapcat writes: folded lines, comments, base64 after `::`. */
export const parseLdif = (text: string): LdifEntry[] => {
  const unfolded = text.replaceAll("\r\n", "\n").replaceAll("\n ", "");
  return unfolded
    .split(/\n{2,}/)
    .map((record) => record.split("\n").filter((line) => line !== "" && !line.startsWith("#") && !/^version:\s*1$/.test(line)))
    .filter((lines) => lines.length > 0)
    .map(parseRecord);
};

const parseRecord = (lines: readonly string[]): LdifEntry => {
  const [first, ...rest] = lines.map(parseLine);
  if (first?.name !== "dn") throw new Error(`An LDIF record begins with its dn, and this one begins with "${lines[0]?.slice(0, 40)}".`);
  const attributes = new Map<string, Buffer[]>();
  for (const { name, value } of rest) {
    const values = attributes.get(name);
    if (values === undefined) attributes.set(name, [value]);
    else values.push(value);
  }
  return { dn: first.value.toString("utf8"), attributes };
};

const LINE = /^([A-Za-z0-9.;_-]+):(:?)[ ]*(.*)$/su;

const parseLine = (line: string): { name: string; value: Buffer } => {
  const [, name, isBase64, value] = LINE.exec(line) ?? [];
  if (name === undefined || value === undefined || value.startsWith("<"))
    throw new Error(`Not a line of LDIF content: "${line.slice(0, 60)}"`);
  return { name: name.toLowerCase(), value: Buffer.from(value, isBase64 === "" ? "utf8" : "base64") };
};
