import { canonicalDn } from "./dn.ts";
import { emptyDirectory, foldInto, isHere } from "./fold.ts";
import { connectorOf, isA, type LogEvent, type LogEventOf, type Violation } from "./stored-message.ts";

/**
 * L10: an entry is its directory's id. It is created once until it is removed, whatever its name or kind becomes;
 * and after a complete read no two entries of a connector bear one name. While a directory is read a name can go from an entry that was met
 * to one that is met later: then the next complete read tells them apart.
 */
export const checkIdentity = (log: readonly LogEvent[]): Violation[] => {
  const violations: Violation[] = [];
  const directory = emptyDirectory();
  const subjects = new Map<string, string>();
  const goneIn = new Map<string, string>();
  const sharing = new Map<string, Sharing>();
  const report = (sequence: number, what: string) => violations.push({ invariant: "L10", sequence, what });

  for (const it of log) {
    if (isA(it, "EntryChanged")) {
      const { entryId, state, syncId, changes, evidence } = it.event.data;
      const entry = `${connectorOf(it)}/${entryId}`;
      const subject = subjects.get(entry);
      if (state === "removed") {
        if (subject === it.subject) subjects.delete(entry);
        if (evidence !== "reclassified") goneIn.set(entry, syncId);
      } else {
        const isBorn = changes.includes("created") || changes.includes("restored");
        if (subject !== undefined && isBorn) report(it.sequence, `${entry} is created while it is here already (${subject})`);
        else if (subject !== undefined && subject !== it.subject)
          report(it.sequence, `${entry} is on two subjects: ${subject} and ${it.subject}`);
        else if (goneIn.get(entry) === syncId)
          report(it.sequence, `${entry} is removed and created in one run: that is a change of one entry`);
        subjects.set(entry, it.subject);
      }
    }
    foldInto(directory, it);
    if (!isA(it, "SyncCompleted") || !isPlain(it)) continue;
    const before = sharing.get(connectorOf(it));
    const now = sharedNames(it, [...directory.entries.values()].filter(isHere));
    for (const [pair, name] of now.pairs) if (before?.pairs.has(pair) === true) report(it.sequence, `${pair} bear the name ${name}`);
    sharing.set(connectorOf(it), now);
  }
  for (const { sequence, pairs } of sharing.values()) for (const [pair, name] of pairs) report(sequence, `${pair} bear the name ${name}`);
  return violations;
};

/** A full read after which nothing is kept that the directory no longer has. */
const isPlain = ({ event: { data } }: LogEventOf<"SyncCompleted">): boolean =>
  data.mode === "full" && !data.held && data.standing.hold === null && data.standing.rejected.length === 0;

type Entries = readonly { readonly connector: string; readonly data: { readonly entryId: string; readonly dn: string } }[];

/** After a complete read: "this id and that id both", and the name. */
interface Sharing {
  readonly sequence: number;
  readonly pairs: ReadonlyMap<string, string>;
}

const sharedNames = (it: LogEvent, entries: Entries): Sharing => {
  const pairs = new Map<string, string>();
  const byName = new Map<string, string>();
  for (const { connector, data } of entries) {
    if (connector !== connectorOf(it)) continue;
    const name = canonicalDn(data.dn);
    const other = byName.get(name);
    if (other !== undefined) pairs.set(`${data.entryId} and ${other} both`, data.dn);
    byName.set(name, data.entryId);
  }
  return { sequence: it.sequence, pairs };
};
