import fc from "fast-check";

const AWKWARD = [...' ,+"\\<>;=#\0\n\tabÄßς'];
const [LAST_AWKWARD, LAST_COMMON, FIRST_HALF] = [0x800, 0x1000, 0xd800];

/** Any character but half ones, the awkward ones more often than they come by themselves. */
const characterOf = (number: number): string => {
  if (number < LAST_AWKWARD) return AWKWARD[number % AWKWARD.length] as string;
  if (number < LAST_COMMON) return String.fromCharCode(number % 0x180);
  return number < FIRST_HALF ? String.fromCharCode(number) : String.fromCodePoint(0x10000 + (number - FIRST_HALF) * 0x60);
};

/** Text such as no honest directory holds, of which a hundred thousand are made in half a second. */
export const awkwardText = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map(characterOf), maxLength: 12 });

export const HUNDRED_THOUSAND = { numRuns: 100_000 };
/** They take two seconds where nothing else runs. */
export const UNHURRIED_MS = 60_000;
