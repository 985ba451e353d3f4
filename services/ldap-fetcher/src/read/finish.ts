import type { EntryKind, Evidence, Guard, HoldRef, Standing } from "@dirstream/contracts";
import type { Directory } from "../directory/directory.ts";
import type { Entry } from "../directory/entry.ts";
import { type Destructive, itemKey, judge, type Verdict } from "../run/guard.ts";
import type { Held, Recorder } from "../run/writer.ts";
import { compareEntries, removalItem, removalLeaves } from "./compare.ts";
import { holdFor, withoutRejected } from "./holds.ts";
import { entriesById, kindsOf } from "./in-scope.ts";
import type { KnownEntries } from "./known-entries.ts";
import type { AfterRead } from "./read-all.ts";

export interface Finish {
  readonly directory: Directory;
  readonly writer: Recorder;
  readonly known: KnownEntries;
  readonly after: AfterRead;
  readonly guard: Guard;
  readonly standing: Standing;
  /** Active entries before the run. */
  readonly active: number;
  /** Whether another connector of the account is failing; asked only when there is something to destroy. */
  readonly sourceInError: () => Promise<boolean>;
  /** Throws when the connector was reconfigured since the run began. */
  readonly assertConfiguration: () => Promise<void>;
}

export interface Finished {
  readonly hold: HoldRef | null;
  readonly rejected: readonly HoldRef[];
  readonly held: Held | undefined;
  readonly isHeld: boolean;
  /** Something was different when it was read again; only another full read can tell. */
  readonly isUnsettled: boolean;
}

type Gone = ReadonlyMap<string, { readonly evidence: Evidence; readonly dn: string | undefined }>;

/** After a complete read: what it did not meet, what it would destroy, what the guard says, and then what may go. */
export const finish = async (run: Finish): Promise<Finished> => {
  const { writer, after, guard, standing, active } = run;
  const { comparison } = after;
  const { gone, destructive } = await destructiveChanges(run);
  await run.assertConfiguration();

  const { open, rejected } = await withoutRejected(comparison.log, comparison, destructive, standing.rejected);
  const verdict = judge(open, { active, guard, sourceInError: open.length > 0 && (await run.sourceInError()) });
  const { hold, held } = await holdBack(run, verdict);

  let isUnsettled = false;
  if (verdict.go.length > 0) {
    await writer.beginRemoving();
    isUnsettled = await carryOut(run, verdict.go, gone);
  }
  return { hold, rejected, held, isHeld: verdict.held.length > 0, isUnsettled };
};

/** Looks for what was not met; what is there after all is recorded like everything else. */
const destructiveChanges = async ({ writer, after }: Finish): Promise<{ gone: Gone; destructive: Destructive[] }> => {
  const destructive = [...after.destructive];
  const gone = new Map<string, { evidence: Evidence; dn: string | undefined }>();
  for await (const fates of after.fates) {
    for (const fate of fates) {
      if (fate.is === "gone") {
        const item = removalItem(fate.known);
        gone.set(itemKey(item), fate);
        destructive.push(item);
        continue;
      }
      const [found] = await compareEntries(after.comparison, await after.observer.observe([fate.entry], fate.kind));
      if (found?.destructive !== undefined) destructive.push(found.destructive);
      else if (found !== undefined) await writer.add(found.leaves);
    }
  }
  return { gone, destructive };
};

const holdBack = async (
  { writer, after, standing, active, guard }: Finish,
  { held, reasons }: Verdict,
): Promise<{ hold: HoldRef | null; held: Held | undefined }> => {
  if (held.length === 0) return { hold: null, held: undefined };
  const { hold, leaves } = holdFor(after.comparison, held, standing.hold);
  if (leaves === undefined) return { hold, held: undefined };
  await writer.add(leaves);
  const count = (change: Destructive["change"]) => held.filter((item) => item.change === change).length;
  return {
    hold,
    held: {
      holdId: hold.holdId,
      holdDigest: hold.digest,
      reasons: [...reasons],
      held: {
        removed: count("removed"),
        disabled: count("disabled"),
        groups: count("membersLost"),
        membersLost: held.reduce((sum, { membersLost }) => sum + membersLost, 0),
      },
      active,
      guard,
    },
  };
};

const IDS_AT_ONCE = 100;

/** Records what may go; true when something had changed since it was judged, and so was left alone. */
const carryOut = async (run: Finish, go: readonly Destructive[], gone: Gone): Promise<boolean> => {
  const { writer, after, known } = run;
  let isUnsettled = false;
  for (const item of go.filter(({ change }) => change === "removed")) {
    const entry = known.get(item.kind, item.entryId);
    const fate = gone.get(itemKey(item));
    if (entry !== undefined && fate !== undefined) await writer.add(await removalLeaves(after.comparison, entry, fate.evidence, fate.dn));
  }
  await after.observer.refresh();
  for await (const { item, kind, entry } of readAgain(run.directory, go)) {
    const observed = entry === undefined ? [] : await after.observer.observe([entry], kind);
    const [found] = await compareEntries(after.comparison, observed);
    if (found?.destructive !== undefined && itemKey(found.destructive) === itemKey(item)) await writer.add(found.leaves);
    else isUnsettled = true;
  }
  return isUnsettled;
};

/** Only ids have waited: the entries themselves are read again when their turn comes. */
export async function* readAgain<Item extends Pick<Destructive, "entryId" | "kind" | "change">>(
  directory: Directory,
  items: readonly Item[],
): AsyncGenerator<{ item: Item; kind: EntryKind; entry: Entry | undefined }> {
  for (const kind of kindsOf(directory)) {
    const ofKind = items.filter((item) => item.kind === kind && item.change !== "removed");
    for (let at = 0; at < ofKind.length; at += IDS_AT_ONCE) {
      const asked = ofKind.slice(at, at + IDS_AT_ONCE);
      const entries = await entriesById(
        directory,
        asked.map(({ entryId }) => entryId),
        kind,
      );
      for (const item of asked) yield { item, kind, entry: entries.get(item.entryId) };
    }
  }
}
