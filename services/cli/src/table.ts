import { printable } from "./printable.ts";

export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string | number | null | undefined;
  readonly align?: "right";
  /** May be cut when the terminal is narrow. */
  readonly cut?: boolean;
}

const GAP = "  ";
const NARROWEST = 8;

/** Rows as lines of at most `width` columns; what does not fit ends in … where its column allows it. */
export const formatTable = <Row>(columns: readonly Column<Row>[], rows: readonly Row[], width: number): string => {
  const cells = rows.map((row) => columns.map(({ value }) => oneLine(value(row))));
  const titles = columns.map(({ title }) => title.toUpperCase());
  const natural = columns.map((_, at) => Math.max(...[titles, ...cells].map((line) => displayWidth(line[at] ?? ""))));
  const widths = fit(
    natural,
    columns.map(({ cut }) => cut === true),
    width - GAP.length * (columns.length - 1),
  );
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, at) => pad(cutTo(text, widths[at] ?? 0), widths[at] ?? 0, columns[at]?.align))
      .join(GAP)
      .trimEnd();
  return [titles, ...cells].map((texts) => `${line(texts)}\n`).join("");
};

/** What is known of one thing, a line for each. */
export const formatFacts = (facts: readonly (readonly [name: string, value: string | number | null | undefined])[]): string => {
  const known = facts.filter(([, value]) => value !== null && value !== undefined && value !== "");
  const widest = Math.max(0, ...known.map(([name]) => displayWidth(name)));
  const indent = `\n${" ".repeat(widest + 2)}`;
  return known.map(([name, value]) => `${pad(name, widest)}  ${printable(String(value)).replaceAll("\n", indent)}\n`).join("");
};

/** Takes from the widest that may be cut, until the rest fits. */
const fit = (natural: readonly number[], cuttable: readonly boolean[], width: number): number[] => {
  const widths = [...natural];
  for (let over = widths.reduce((sum, one) => sum + one, 0) - width; over > 0; ) {
    const candidates = widths.filter((one, at) => cuttable[at] === true && one > NARROWEST);
    const widest = Math.max(...candidates);
    if (candidates.length === 0) break;
    const next = Math.max(NARROWEST, ...candidates.filter((one) => one < widest));
    const at = widths.findIndex((one, at) => cuttable[at] === true && one === widest);
    const alone = candidates.filter((one) => one === widest).length === 1;
    const taken = Math.min(over, alone ? widest - next : 1);
    widths[at] = widest - taken;
    over -= taken;
  }
  return widths;
};

const oneLine = (value: string | number | null | undefined): string => printable(String(value ?? "–")).replaceAll("\n", " ");

const pad = (text: string, width: number, align?: "right"): string => {
  const space = " ".repeat(Math.max(0, width - displayWidth(text)));
  return align === "right" ? space + text : text + space;
};

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The beginning of a text, with … for what is missing. */
export const cutTo = (text: string, width: number): string => {
  if (displayWidth(text) <= width) return text;
  let kept = "";
  let taken = 0;
  for (const { segment } of graphemes.segment(text)) {
    const wide = displayWidth(segment);
    if (taken + wide > width - 1) break;
    kept += segment;
    taken += wide;
  }
  return `${kept}…`;
};

// Unicode Standard Annex 11, East Asian Wide and Fullwidth, by its blocks.
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** How many columns of a terminal a text takes. */
export const displayWidth = (text: string): number => {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += /^\p{M}+$/u.test(segment) ? 0 : WIDE.test(segment) ? 2 : 1;
  return width;
};
