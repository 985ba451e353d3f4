import { parseArgs } from "node:util";
import type { Size } from "./reference-directory.ts";

/** What can be left out; the first synchronisation cannot, since all others stand on it. */
export const PARTS = ["first", "reread", "incremental", "rebuild", "console"] as const;
export type Part = (typeof PARTS)[number];

export interface BenchOptions {
  readonly size: Size;
  readonly repeat: number;
  readonly parts: ReadonlySet<Part>;
  readonly peers: boolean;
  readonly out: string | undefined;
}

export const HELP = `npm run bench -- [options]

Loads an OpenLDAP of its own with people and groups, starts the whole product beside it, and measures it against ldapsearch, which reads
the same directory in the same run: ratios can be compared between machines, seconds cannot. Nothing else should run meanwhile.

  --people N       people in the directory (100000)
  --groups N       groups (2000)
  --members N      members of each group (100)
  --repeat N       first synchronisations, each of a connector of its own (1); the best and the median are shown
  --only PART,…    first, reread, incremental, rebuild, console (all of them); the first synchronisation always runs.
                   console opens the pages in a Chromium, from PATH or from Debian's package
  --peers          also what others need to read the same directory: ldapts paging through it, and Backstage's LDAP reader.
                   They are installed into .dirstream/peers with npm, when they are not there yet
  --out FILE       everything that was measured, as JSON
  --help           this

The data lies in TMPDIR while it runs: allow 20 GB for --people 1000000.`;

/** A mistake in what was typed. */
export class WrongOption extends Error {}

/** "help", or what to measure. */
export const readOptions = (typed: readonly string[]): BenchOptions | "help" => {
  const values = parse(typed);
  if (values.help === true) return "help";
  const size = {
    people: wholeNumber("people", values.people, 10),
    groups: wholeNumber("groups", values.groups, 0),
    membersPerGroup: wholeNumber("members", values.members, 1),
  };
  if (size.membersPerGroup > size.people) throw new WrongOption("--members may not be more than --people: nobody is a member twice.");
  const named = values.only === undefined ? PARTS : values.only.split(",");
  for (const name of named) {
    if (!isPart(name)) throw new WrongOption(`--only knows no "${name}". It takes ${PARTS.join(", ")}, with commas between them.`);
  }
  const parts = new Set(named.filter(isPart));
  return { size, repeat: wholeNumber("repeat", values.repeat, 1), parts, peers: values.peers === true, out: values.out };
};

const parse = (typed: readonly string[]) => {
  try {
    return parseArgs({
      args: [...typed],
      options: {
        people: { type: "string", default: "100000" },
        groups: { type: "string", default: "2000" },
        members: { type: "string", default: "100" },
        repeat: { type: "string", default: "1" },
        only: { type: "string" },
        peers: { type: "boolean" },
        out: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    const [sentence] = (error as Error).message.split(". ");
    throw new WrongOption(`${sentence?.replace(/\.$/, "")}. What there is: npm run bench -- --help`, { cause: error });
  }
};

const isPart = (name: string): name is Part => (PARTS as readonly string[]).includes(name);

const wholeNumber = (name: string, text: string, least: number): number => {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= least)) throw new WrongOption(`--${name} takes a whole number of ${least} or more, and not "${text}".`);
  return number;
};
