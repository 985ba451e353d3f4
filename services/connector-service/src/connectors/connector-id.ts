import { randomInt } from "node:crypto";

const LONGEST_SLUG = 31;
const RANDOM_LENGTH = 8;
const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

/** An id that still tells which connector it is: the name in a-z, 0-9 and hyphens, and something random. */
export const newConnectorId = (name: string, random: string = randomWord()): string => {
  const slug = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, LONGEST_SLUG)
    .replace(/^-|-$/g, "");
  return `${slug === "" ? "connector" : slug}-${random}`;
};

const randomWord = (): string => Array.from({ length: RANDOM_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join("");
