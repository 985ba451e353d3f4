import type { Reference } from "@dirstream/contracts";
import { decodeLog } from "../checker/stored-message.ts";
import { buildLog } from "../fixtures/log-builder.ts";
import type { Leaf } from "../fixtures/run-builder.ts";
import { openJournal } from "./journal.ts";

export const NAMES = { ada: "uid=ada,dc=x", bob: "uid=bob,dc=x" } as const;
export const person = (name: keyof typeof NAMES): Leaf => ({ entry: name, dn: NAMES[name], attributes: { employeeNumber: [name] } });
const crew: Leaf = { entry: "crew", kind: "group", attributes: { description: ["crew"] } };
export const [ada, bob] = [{ entryId: "ada" }, { entryId: "bob" }];
const first: Leaf[] = [person("ada"), person("bob"), { group: "crew", members: [ada, bob] }, crew];
export const gone: Leaf = { ...person("ada"), evidence: "absentFromCompleteRead" };

const SECOND_RUN = "2026-03-02T10:00:00.000Z";
const atMs = Date.parse(SECOND_RUN);
export const ALL = ["entry ada", "entry bob", "entry crew", "member crew ada", "member crew bob"];

/** What two runs record, and what was there during the second one, from so long before or after its beginning on. */
export const storyOf = (leaves: readonly Leaf[], ...notes: readonly (readonly [present: readonly string[], afterMs: number])[]) => {
  const log = buildLog();
  for (const [at, recorded] of [first, leaves].entries()) {
    if (at === 1) log.at(SECOND_RUN);
    const run = log.start();
    run.batch(recorded);
    run.complete();
  }
  const journal = openJournal();
  journal.note(new Set(ALL), 0, 0);
  for (const [present, afterMs] of notes) journal.note(new Set(present), atMs + afterMs, atMs + afterMs);
  journal.noteNames(new Map(Object.entries(NAMES).map(([name, dn]) => [dn, name])));
  return [decodeLog(log.messages).events, log.connector, journal] as const;
};
export const without = (...things: readonly string[]) => ALL.filter((thing) => !things.includes(thing));

/** The crew has these members now, and its event tells so of who has come and gone. */
export const regrouped = (members: readonly Reference[], told: object): Leaf[] => [
  { group: "crew", members, lie: { added: [], removed: [], ...told } },
  { ...crew, attributes: { description: ["crew"], cn: ["crew"] } },
];
