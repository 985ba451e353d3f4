/** What was there when, as whoever made the changes knows it. */
export interface Journal {
  /** From some moment between the two on, this is what is there. */
  readonly note: (present: ReadonlySet<string>, sinceMs: number, untilMs: number) => void;
  /** At every moment between the two, both included. */
  readonly wasThereAllAlong: (thing: string, fromMs: number, toMs: number) => boolean;
}

/** When somebody may not have been there. */
interface Absence {
  readonly fromMs: number;
  toMs: number;
}

export const openJournal = (): Journal => {
  const absences = new Map<string, Absence[]>();
  let before: ReadonlySet<string> = new Set();
  return {
    note: (present, sinceMs, untilMs) => {
      for (const thing of before) if (!present.has(thing)) absences.get(thing)?.push({ fromMs: sinceMs, toMs: Number.POSITIVE_INFINITY });
      for (const thing of present) {
        if (before.has(thing)) continue;
        const last = absences.get(thing)?.at(-1);
        if (last === undefined) absences.set(thing, [{ fromMs: Number.NEGATIVE_INFINITY, toMs: untilMs }]);
        else last.toMs = untilMs;
      }
      before = new Set(present);
    },
    wasThereAllAlong: (thing, fromMs, toMs) =>
      absences.get(thing)?.every((absence) => absence.toMs < fromMs || absence.fromMs > toMs) ?? false,
  };
};
