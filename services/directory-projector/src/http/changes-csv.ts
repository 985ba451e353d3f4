import type { AttributeValue, Reference } from "@dirstream/contracts";
import type { RunChange } from "./run-changes.ts";

/** How another entry is called in a table; its id where nothing is known of it. */
export type NameOf = (entryId: string) => string | undefined;

const COLUMNS = [
  "sequence",
  "time",
  "kind",
  "name",
  "email",
  "dn",
  "entryId",
  "changes",
  "cause",
  "evidence",
  "attribute",
  "before",
  "after",
];

/** RFC 4180: a line of names, then a line for each attribute that a change has touched; who came, went or joined is a line of its own. */
export const csvHead = (): string => csvLine(COLUMNS);

export const csvOf = (change: RunChange, nameOf: NameOf): string => {
  const { sequence, time, kind, name, email, dn, entryId, changes, cause, evidence, unreadable } = change;
  const common = [String(sequence), time, kind, name, email, dn, entryId, changes.join(" "), cause, evidence];
  const touched = touchedBy(change, nameOf);
  const lines = touched.length === 0 ? [["", "", unreadable ?? ""]] : touched;
  return lines.map((line) => csvLine([...common, ...line])).join("");
};

type Touched = readonly [attribute: string, before: string, after: string];

const touchedBy = ({ changed, members }: RunChange, nameOf: NameOf): Touched[] => [
  ...Object.entries(changed).map(([name, { before, after }]): Touched => [name, textOf(before, nameOf), textOf(after, nameOf)]),
  ...(members?.removed ?? []).map((member): Touched => ["member", textOf([member], nameOf), ""]),
  ...(members?.added ?? []).map((member): Touched => ["member", "", textOf([member], nameOf)]),
];

type Values = RunChange["changed"][string]["before"] | readonly (AttributeValue | Partial<Reference>)[];

/** Several values stand below one another in their cell. */
const textOf = (values: Values, nameOf: NameOf): string =>
  (values ?? [])
    .map((value) => {
      if (typeof value === "string") return value;
      const { dn, entryId, binary, sha256 } = value as { readonly [Name in "dn" | "entryId" | "binary" | "sha256"]?: string };
      if (entryId !== undefined) return nameOf(entryId) ?? dn ?? entryId;
      return dn ?? binary ?? (sha256 === undefined ? "" : `SHA-256 ${sha256}`);
    })
    .join("\n");

/** What a spreadsheet would take for a formula (OWASP, CSV Injection) begins with an apostrophe instead. */
const FORMULA = /^[=+\-@\t\r]/;

const csvLine = (cells: readonly (string | null)[]): string => `${cells.map(csvCell).join(",")}\r\n`;

const csvCell = (value: string | null): string => {
  const text = value === null ? "" : FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
