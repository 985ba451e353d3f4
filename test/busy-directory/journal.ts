import { canonicalDn } from "../checker/dn.ts";

/** What was there when, as whoever made the changes knows it. */
export interface Journal {
  /** From some moment between the two on, this is what is there. */
  readonly note: (present: ReadonlySet<string>, sinceMs: number, untilMs: number) => void;
  /** Keys by DN: so everybody is called now. */
  readonly noteNames: (names: ReadonlyMap<string, string>) => void;
  /** Everybody who has ever borne this name, however it is spelt. */
  readonly bearersOf: (dn: string) => ReadonlySet<string>;
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
  const bearers = new Map<string, Set<string>>();
  const noted = new Set<string>();
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
    noteNames: (names) => {
      for (const [dn, key] of names) {
        if (noted.size === noted.add(`${key} ${dn}`).size) continue;
        const name = canonicalDn(dn);
        bearers.set(name, (bearers.get(name) ?? new Set()).add(key));
      }
    },
    bearersOf: (dn) => bearers.get(canonicalDn(dn)) ?? new Set(),
    wasThereAllAlong: (thing, fromMs, toMs) =>
      absences.get(thing)?.every((absence) => absence.toMs < fromMs || absence.fromMs > toMs) ?? false,
  };
};
