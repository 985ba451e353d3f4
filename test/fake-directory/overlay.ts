import type { Entry, LinkChange, Value, Values } from "./entry.ts";

/** An entry that has been changed since it was made, or was added. */
export interface Changed extends Entry {
  parent: number | undefined;
  rdn: string;
  usn: number;
  createdUsn: number;
  isDeleted: boolean;
  readonly own: Map<string, { name: string; values: readonly Value[]; usn: number }>;
  readonly linkChanges: Map<string, LinkChange[]>;
}

export const changedEntry = (before: Entry): Changed => {
  const own: Changed["own"] = new Map();
  return {
    ...before,
    ...{ own, linkChanges: new Map() },
    get names() {
      const others = before.names.filter((name) => !own.has(name.toLowerCase()));
      return [...others, ...[...own.values()].filter(({ values }) => values.length > 0).map(({ name }) => name)];
    },
    values(attribute): Values | undefined {
      const mine = own.get(attribute);
      if (mine === undefined) return before.values(attribute);
      return mine.values.length === 0 ? undefined : mine.values;
    },
    usnOf: (attribute) => own.get(attribute)?.usn ?? before.createdUsn,
  };
};

/** Remembers of each value of a linked attribute when it last came or went. */
export const noteLinks = (it: Changed, attribute: string, before: readonly Value[], after: readonly Value[], usn: number): void => {
  const linked = (values: readonly Value[]) => new Set(values.flatMap((value) => ("to" in value ? [value.to] : [])));
  const [was, is] = [linked(before), linked(after)];
  const changes: LinkChange[] = [
    ...[...is].filter((to) => !was.has(to)).map((to) => ({ to, isThere: true, usn })),
    ...[...was].filter((to) => !is.has(to)).map((to) => ({ to, isThere: false, usn })),
  ];
  const named = new Set(changes.map(({ to }) => to));
  const others = (it.linkChanges.get(attribute) ?? []).filter(({ to }) => !named.has(to));
  it.linkChanges.set(attribute, [...others, ...changes]);
};

export const isSame = (one: Value, other: Value): boolean => {
  if ("to" in one) return "to" in other && one.to === other.to;
  return !("to" in other) && one.equals(other);
};
