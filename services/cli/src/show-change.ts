import type { HistoryItem, PreviewedChange } from "./answers.ts";
import { printable } from "./printable.ts";
import { showDelta } from "./show-value.ts";
import { cutTo } from "./table.ts";

const CHANGES_WIDTH = 18;
const KIND_WIDTH = "contact".length + 2;
/** Of what became of one attribute: a photograph is no reading matter. */
const DELTA_WIDTH = 160;

/** One line of a preview: what happens to whom, and what was and will be. Of somebody new only where he is. */
export const showChange = ({ kind, changes, dn, name, mail, changed, members, held }: PreviewedChange): string => {
  const who = [name ?? "", mail ? `<${mail}>` : "", name || mail ? "" : dn].filter((text) => text !== "").join(" ");
  const what = `${changes.join("+")}${held ? " (held)" : ""}`;
  const deltas = changes.includes("created") ? [dn] : Object.entries(changed).map(showDelta);
  const counts = members && members.added + members.removed > 0 ? [`members: +${members.added} −${members.removed}`] : [];
  const told = [...deltas, ...counts].map((text) => cutTo(text, DELTA_WIDTH)).join("; ");
  const line = [`${what.padEnd(CHANGES_WIDTH)}${kind.padEnd(KIND_WIDTH)}${who}`, told].filter((text) => text !== "").join("  ");
  return printable(line).replaceAll("\n", " ");
};

/** What became of an entry; of a large group not all members are told, only how many. */
export const describeChange = (
  { changed, members, unreadable }: Pick<HistoryItem, "changed" | "members" | "unreadable">,
  added: number | null = members?.added.length ?? 0,
  removed: number | null = members?.removed.length ?? 0,
): string => {
  if (unreadable) return unreadable;
  const others = members ? [`members: ${added} added, ${removed} removed`] : [];
  return [...Object.entries(changed ?? {}).map(showDelta), ...others].join("; ");
};
