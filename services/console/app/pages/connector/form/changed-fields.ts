/** What a form sends, by the names that a problem gives its fields: `guard.removals.count`. */
export type Sent = Readonly<Record<string, unknown>>;

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

export const changedFields = (before: Sent, now: Sent): Sent =>
  Object.fromEntries(Object.entries(now).filter(([name, value]) => !isSame(value, before[name])));

/** `{"guard.removals.count": 5}` → `{guard: {removals: {count: 5}}}` */
export const nested = (fields: Sent): Record<string, unknown> => {
  const body: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    const path = name.split(".");
    let place = body;
    for (const part of path.slice(0, -1)) {
      place[part] ??= {};
      place = place[part] as Record<string, unknown>;
    }
    place[path.at(-1) as string] = value;
  }
  return body;
};

/** What was typed stays; what was not touched follows what is stored now. */
export const rebased = <Values extends object>(typed: Values, before: Values, newer: Values): Values => {
  const follow = (Object.keys(newer) as (keyof Values)[]).filter((name) => isSame(typed[name], before[name]));
  return { ...typed, ...Object.fromEntries(follow.map((name) => [name, newer[name]])) };
};

/** Fields that somebody else has changed to something other than what was typed into them. */
export const contested = (before: Sent, newer: Sent, typed: Sent): readonly string[] => {
  const theirs = changedFields(before, newer);
  const mine = changedFields(before, typed);
  return Object.keys(theirs).filter((name) => name in mine && !isSame(typed[name], newer[name]));
};
