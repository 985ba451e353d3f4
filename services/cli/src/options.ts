import { type Command, InvalidArgumentError } from "commander";
import type { ListOptions } from "./print-list.ts";
import type { Session } from "./session.ts";

// biome-ignore lint/suspicious/noExplicitAny: commander knows the options of a command only as it runs
export type Options = any;

/** Makes a commander action of what needs a session: it gets that, the command's options, and what was typed. */
export type WithSession = (
  action: (session: Session, options: Options, ...typed: string[]) => Promise<void>,
) => (...given: unknown[]) => Promise<void>;

export const positiveNumber = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
};

const limit = (text: string): ListOptions["limit"] => {
  const number = positiveNumber(text);
  if (number < 1 || number > 1000) throw new InvalidArgumentError("It must be from 1 to 1000.");
  return number;
};

/** What every list can be asked for. */
export const listOptions = (command: Command): Command =>
  command
    .option("--limit <number>", "how many on one page (50)", limit)
    .option("--cursor <cursor>", "go on from there")
    .option("--all", "every page; with --json a line for each item");
