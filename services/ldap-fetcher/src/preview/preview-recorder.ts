import { hash } from "node:crypto";
import type { AttributeValue, Counts, EntryChangedData, EntryEvent, HeldItem, PreviewChange, PreviewLine } from "@dirstream/contracts";
import type { EventLog } from "@dirstream/event-log";
import type { KnownEntries } from "../read/known-entries.ts";
import { recordedEntry } from "../read/recorded.ts";
import { noCounts, withChanges } from "../run/lifecycle.ts";
import type { Leaf, Recorder } from "../run/writer.ts";

/** Waits while nobody takes what was told. */
export type Tell = (line: PreviewLine) => Promise<void>;

interface Previewed {
  readonly log: EventLog;
  readonly known: KnownEntries;
  readonly previewId: string;
}

/** Stands where a run has its record: what would be written is told instead. */
export const openPreviewRecorder = ({ log, known, previewId }: Previewed, tell: Tell): Recorder => {
  let counts: Counts = noCounts;
  let ordinal = 0;

  const before = async (sequence: number | undefined): Promise<EntryChangedData | undefined> =>
    sequence === undefined ? undefined : recordedEntry(log, sequence);

  const tellChange = async (data: EntryChangedData, members: PreviewChange["members"]): Promise<void> => {
    counts = withChanges(counts, data);
    const isRemoval = data.state === "removed";
    const { dn, profile } = (isRemoval ? await before(data.previous?.sequence) : undefined) ?? data;
    const isNew = data.previous === null && !isRemoval;
    const changed = isNew
      ? Object.fromEntries(Object.entries(data.attributes).map(([name, after]) => [name, { before: null, after }]))
      : data.changed;
    const { entryId, kind, state, changes } = data;
    await tell({
      line: "change",
      ...{ entryId, kind, state, changes, dn, members },
      changed: shown(changed),
      ...namesIn(profile),
      held: false,
    });
  };

  const tellHeld = async ({ entryId, kind, change }: HeldItem): Promise<void> => {
    const data = await before(known.get(kind, entryId)?.sequence);
    const changes = change === "membersLost" ? (["updated"] as const) : ([change] as const);
    const state = change === "membersLost" ? "active" : change;
    const names = { dn: data?.dn ?? "", ...namesIn(data?.profile ?? {}) };
    await tell({ line: "change", entryId, kind, state, changes: [...changes], ...names, changed: {}, members: null, held: true });
  };

  const add = async (leaves: readonly Leaf[]): Promise<void> => {
    const events = leaves.map(({ event }): EntryEvent => event({ syncId: previewId, ordinal: ++ordinal }));
    const parts = events.flatMap((event) => (event.type === "GroupMembersChanged" ? [event.data] : []));
    const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
    const members = {
      added: sum(parts.map(({ added, members }) => (added ?? members).length)),
      removed: sum(parts.map(({ removed }) => removed?.length ?? 0)),
    };
    for (const event of events) {
      if (event.type === "EntryChanged") await tellChange(event.data, event.data.kind === "group" ? members : null);
      if (event.type === "SyncItemsHeld") for (const item of event.data.items) await tellHeld(item);
    }
  };

  return {
    get counts() {
      return counts;
    },
    countRead: (entries) => {
      counts = { ...counts, read: counts.read + entries };
    },
    beginRemoving: async () => undefined,
    add,
  };
};

/** A person looks at it: of what is longer, that it differs is enough. */
const LONGEST_SHOWN = 1_024;

const shown = (changed: PreviewChange["changed"]): PreviewChange["changed"] => {
  const short = (values: readonly AttributeValue[] | null) => values?.map(shortened) ?? null;
  return Object.fromEntries(
    Object.entries(changed).map(([name, { before, after }]) => [name, { before: short(before), after: short(after) }]),
  );
};

const shortened = (value: AttributeValue): AttributeValue => {
  if (typeof value !== "string" && !("binary" in value)) return value;
  const bytes = typeof value === "string" ? Buffer.from(value) : Buffer.from(String(value.binary), "base64");
  return bytes.length <= LONGEST_SHOWN ? value : { sha256: hash("sha256", bytes), bytes: bytes.length };
};

const namesIn = ({ displayName, emails }: EntryChangedData["profile"]) => ({
  name: displayName ?? null,
  mail: emails?.find(({ primary }) => primary === true)?.value ?? null,
});
