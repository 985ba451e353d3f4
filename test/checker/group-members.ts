import { compareBytewise, type Reference, referenceKey } from "@dirstream/contracts";
import { canonicalDn } from "./dn.ts";
import { emptyDirectory, foldInto, groupOf, membersOf } from "./fold.ts";
import { sha256Hex } from "./merkle-tree.ts";
import { connectorOf, isA, type LogEvent, type LogEventOf, type Violation } from "./stored-message.ts";

type MembersMessage = LogEventOf<"GroupMembersChanged">;

const MOST_IN_ALL = 1000;

/** What one run does to one group. */
interface Touched {
  readonly group: string;
  readonly before: readonly Reference[];
  readonly messages: MembersMessage[];
}

/**
 * L6 for members: the parts of a group are its members, once each and in the right part; `added` and `removed` are the difference
 * of the whole group; and the group's own event, which follows its parts, says how many there are and their digest.
 */
export const checkGroupMembers = (log: readonly LogEvent[]): Violation[] => {
  const directory = emptyDirectory();
  const names: Names = new Map();
  const violations: Violation[] = [];
  const retired = new Set<string>();
  const touched = new Map<string, Touched>();
  const report = (it: LogEvent, what: string) =>
    violations.push({ invariant: "L6", sequence: it.sequence, what: `${it.subject}: ${what}` });

  for (const it of log) {
    if (isA(it, "GroupMembersChanged")) {
      const group = groupOf(it);
      const run = touched.get(group) ?? { group, before: membersOf(directory, group), messages: [] };
      touched.set(group, run);
      run.messages.push(it);
      const say = (what: string) => report(it, what);
      checkPart(it, directory.groups.get(group)?.get(it.event.data.part), say);
      if (it.event.data.part === "all" && retired.has(group)) say("the group has outgrown `all`, and it comes back");
      if (it.event.data.retired === true) retired.add(group);
    }
    foldInto(directory, it);
    if (isA(it, "EntryChanged")) learnName(names, it);
    if (isA(it, "EntryChanged") && it.event.data.kind === "group") {
      const group = `${connectorOf(it)}/${it.event.data.entryId}`;
      checkFigures(it, membersOf(directory, group), (what) => report(it, what));
    }
    if (isA(it, "SyncCompleted", "SyncFailed")) {
      const ended = [...touched.values()].filter(({ group }) => group.startsWith(`${connectorOf(it)}/`));
      for (const run of ended) {
        touched.delete(run.group);
        checkDifference(run, membersOf(directory, run.group), names, isA(it, "SyncCompleted"), report);
        if (isA(it, "SyncCompleted")) checkWhole(run, directory.groups.get(run.group) ?? new Map(), report);
      }
    }
  }
  // What a run has recorded that goes on where the log ends.
  for (const run of touched.values()) checkDifference(run, membersOf(directory, run.group), names, false, report);
  return violations;
};

type Say = (what: string) => void;

const checkPart = (it: MembersMessage, before: readonly Reference[] | undefined, say: Say): void => {
  const { part, members, retired } = it.event.data;
  const keys = members.map(referenceKey);
  if ([...new Set(keys)].sort(compareBytewise).join("\n") !== keys.join("\n")) say("members are not sorted and each once");
  if (retired === true && (part !== "all" || members.length > 0)) say("only an empty `all` is retired");
  if (part === "all" && members.length > MOST_IN_ALL) say(`${members.length} members in \`all\``);
  const strays = part === "all" ? [] : keys.filter((key) => sha256Hex(key).slice(0, 2) !== part);
  if (strays.length > 0) say(`${strays.length} members that belong into another part`);
  const isSame = before !== undefined && before.map(referenceKey).join("\n") === keys.join("\n");
  if (isSame && retired !== true) say("nothing differs from the event before");
};

/** What the run's messages say of who has come and gone, once all of them are there. A run that failed may owe some. */
const checkDifference = (
  { before, messages }: Touched,
  after: readonly Reference[],
  names: Names,
  isWhole: boolean,
  report: (it: LogEvent, what: string) => void,
): void => {
  const last = messages.at(-1) as MembersMessage;
  const connector = connectorOf(last);
  const isNobodys = ({ entryId, dn }: Reference) => entryId === undefined && dn !== undefined && !names.has(`${connector} ${nameOf(dn)}`);
  const difference = { come: comeInto(after, before, names, connector), gone: comeInto(before, after, names, connector) };
  const { come, gone } = withoutNewForms(difference, messages, { isNobodys, isWhole });
  const keysCome = new Set(come.map(referenceKey));
  let isNew = false;
  for (const it of messages) {
    const { members, added, removed } = it.event.data;
    if (added === undefined || removed === undefined) {
      isNew = true;
      if (before.length > 0) report(it, "added or removed is left out, and the group is not new");
      continue;
    }
    const expected = members.filter((member) => keysCome.has(referenceKey(member)));
    if (textOf(added) !== textOf(expected)) report(it, `added lists ${added.length}; ${expected.length} are new in the group`);
    const strangers = comeInto(removed, before, names, connector);
    if (strangers.length > 0) report(it, `removed lists ${strangers.length} that were no members`);
  }
  if (isNew || !isWhole) return;
  const removed = messages.flatMap(({ event }) => event.data.removed ?? []);
  if (textOf(removed) !== textOf(gone)) report(last, `the run's parts list ${removed.length} removed; ${gone.length} are gone`);
};

/** At the end of a run that has completed the group can be looked at as a whole. */
const checkWhole = (
  { messages }: Touched,
  parts: ReadonlyMap<string, readonly Reference[]>,
  report: (it: LogEvent, what: string) => void,
): void => {
  const last = messages.at(-1) as MembersMessage;
  const after = [...parts.values()].flat();
  if (new Set(after.map(referenceKey)).size < after.length) report(last, "a member stands in two parts");
  if ((parts.get("all")?.length ?? 0) > 0 && parts.size > 1) report(last, "`all` is not retired, and there are other parts");
};

const checkFigures = ({ event: { data } }: LogEventOf<"EntryChanged">, members: readonly Reference[], say: Say): void => {
  const count = data.members?.count ?? 0;
  if (data.state === "removed") {
    if (members.length > 0) say(`a removed group keeps ${members.length} members`);
    return;
  }
  if (data.members === undefined) say("a group does not say how many members it has");
  else if (count !== members.length) say(`members.count is ${count}; its parts have ${members.length}`);
  else if (data.members.digest !== sha256Hex(members.map(referenceKey).sort(compareBytewise).join("\n"))) {
    say("members.digest is not that of its parts");
  }
};

/** By which names entries have been known so far: a member that is first only a name, and then that entry, has neither come nor gone. */
type Names = Map<string, Set<string>>;

const learnName = (names: Names, it: LogEventOf<"EntryChanged">): void => {
  const { dn, entryId } = it.event.data; // a removal's as well: it may name the place out of scope that somebody has gone to
  const key = `${connectorOf(it)} ${nameOf(dn)}`;
  names.set(key, (names.get(key) ?? new Set()).add(`id:${entryId}`));
};

/**
 * What has come and gone, without the names that nobody is known by where as many ids have come in their place, and neither is told. While a
 * directory changes a run can see somebody bear a name that he has left before he is read: then the run alone knows whose it was, and the log
 * cannot say otherwise. In the other direction there is no such thing: whose id is gone has a name that the log knows.
 */
const withoutNewForms = (
  { come, gone }: { come: readonly Reference[]; gone: readonly Reference[] },
  messages: readonly MembersMessage[],
  { isNobodys, isWhole }: { isNobodys: (it: Reference) => boolean; isWhole: boolean },
) => {
  const told = new Set(messages.flatMap(({ event: { data } }) => [...(data.added ?? []), ...(data.removed ?? [])]).map(referenceKey));
  const isUntold = (it: Reference) => !told.has(referenceKey(it));
  const ids = new Set(come.filter((it) => isUntold(it) && it.entryId !== undefined));
  const names = new Set(gone.filter((it) => isUntold(it) && isNobodys(it)));
  if (isWhole ? ids.size !== names.size : ids.size > names.size) return { come, gone };
  return { come: come.filter((it) => !ids.has(it)), gone: gone.filter((it) => !names.has(it)) };
};

const nameOf = (dn: string): string => {
  try {
    return canonicalDn(dn);
  } catch {
    return dn;
  }
};

/**
 * Those of `now` that were not among `then`, in whichever form. A reference can have taken another form only where the former one is gone:
 * a name that a member has left behind, and that stays in the group, says nothing of who comes. A name is somebody's where the other form is
 * that entry itself; two names that one entry bore at two times are two members to a directory that does not follow its references.
 */
const comeInto = (now: readonly Reference[], then: readonly Reference[], names: Names, connector: string): Reference[] => {
  const idsOf = ({ entryId }: Reference): string[] => (entryId === undefined ? [] : [`id:${entryId}`]);
  const bearersOf = ({ dn }: Reference): string[] => (dn === undefined ? [] : [...(names.get(`${connector} ${nameOf(dn)}`) ?? [])]);
  const [keysNow, keysThen] = [new Set(now.map(referenceKey)), new Set(then.map(referenceKey))];
  const left = then.filter((it) => !keysNow.has(referenceKey(it)));
  const [leftIds, leftBearers] = [new Set(left.flatMap(idsOf)), new Set(left.flatMap(bearersOf))];
  const leftNames = new Set(left.flatMap(({ dn }) => (dn === undefined ? [] : nameOf(dn)))); // however it is spelt
  const isLeft = (it: Reference) =>
    (it.dn !== undefined && leftNames.has(nameOf(it.dn))) ||
    idsOf(it).some((id) => leftIds.has(id) || leftBearers.has(id)) ||
    bearersOf(it).some((id) => leftIds.has(id));
  return now.filter((it) => !keysThen.has(referenceKey(it)) && !isLeft(it));
};

const textOf = (references: readonly Reference[]): string => references.map(referenceKey).sort().join("\n");
