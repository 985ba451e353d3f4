import type { AttributeValue, Change, EntryChangedData, Image } from "@dirstream/contracts";
import { sameValues } from "./image.ts";

export interface Difference {
  /** Sorted; never empty. */
  readonly changes: Change[];
  readonly changed: EntryChangedData["changed"];
}

/**
 * What an event says has happened, given the last recorded image (undefined when there is none) and the present one.
 * Called only when their fingerprints differ, so there is always something to say: where nothing but a form of reference
 * or the mapping has changed, that is an update without changed attributes.
 */
export const difference = (before: Image | undefined, after: Image): Difference => {
  if (after.state === "removed") return { changes: ["removed"], changed: {} };
  if (before === undefined) return { changes: ["created"], changed: {} };
  if (before.state === "removed") return { changes: ["restored"], changed: {} };

  const changed = changedAttributes(before, after);
  const membersDiffer = before.members?.digest !== after.members?.digest;
  const changes: Change[] = [];
  if (before.state !== after.state) changes.push(after.state === "disabled" ? "disabled" : "enabled");
  if (before.dn !== after.dn) changes.push("moved");
  if (Object.keys(changed).length > (before.dn === after.dn ? 0 : 1) || membersDiffer || changes.length === 0) changes.push("updated");
  return { changes: changes.sort(), changed };
};

const changedAttributes = (before: Image, after: Image): Difference["changed"] => {
  const changed: [string, { before: AttributeValue[] | null; after: AttributeValue[] | null }][] = [];
  if (before.dn !== after.dn) changed.push(["dn", { before: [before.dn], after: [after.dn] }]);
  const names = new Set([...Object.keys(before.attributes), ...Object.keys(after.attributes)]);
  for (const name of [...names].sort()) {
    const was = before.attributes[name];
    const is = after.attributes[name];
    if (!sameValues(was, is)) changed.push([name, { before: was ?? null, after: is ?? null }]);
  }
  return Object.fromEntries(changed);
};

/** Changes that wait until the read is proved complete and the guard has agreed; losing members is told apart by the caller. */
export const isDestructive = ({ changes }: Difference): boolean => changes.includes("disabled") || changes.includes("removed");
