import { type EntryKind, HEADERS, parseSubject, type State, subjects } from "@dirstream/contracts";
import { type EventLog, lastPerSubject } from "@dirstream/event-log";
import type { Place } from "../place.ts";

/** What the log says of one entry, without its image. */
export interface Known {
  readonly kind: EntryKind;
  readonly entryId: string;
  /** Of the last event on the entry's subject. */
  readonly sequence: number;
  readonly fingerprint: string;
  readonly state: State;
  /** Met in this run's read. */
  seen: boolean;
}

/** The log's present state of a connector's whole directory: ids and fingerprints, no images. */
export interface KnownEntries {
  readonly get: (kind: EntryKind, entryId: string) => Known | undefined;
  /** Under whatever kind the entry is alive. */
  readonly alive: (entryId: string) => Known | undefined;
  /** Alive, or else under whatever kind it was last removed. */
  readonly lastOf: (entryId: string) => Known | undefined;
  readonly all: () => Iterable<Known>;
  /** The last sequence of each part of a group's members that was ever sent. */
  readonly partsOf: (groupId: string) => ReadonlyMap<string, number>;
}

const KINDS: readonly EntryKind[] = ["user", "group", "contact"];
const noParts: ReadonlyMap<string, number> = new Map();

/** One headers-only scan of the last message per subject; nothing of it is kept between runs. */
export const readKnownEntries = async (log: EventLog, { account, connector }: Place): Promise<KnownEntries> => {
  const entries = new Map<string, Known>();
  const filter = subjects.entriesOf(account, connector);
  for await (const messages of lastPerSubject(log, { stream: "DIRECTORY", filter, headersOnly: true })) {
    for (const message of messages) {
      const { subject, sequence } = message;
      const place = parseSubject(subject);
      if (place?.of !== "entry") continue;
      const { kind, entryId } = place;
      const state = (message.header(HEADERS.state) ?? "removed") as State;
      entries.set(`${kind}.${entryId}`, {
        kind,
        entryId,
        sequence,
        fingerprint: message.header(HEADERS.fingerprint) ?? "",
        state,
        seen: false,
      });
    }
  }
  const parts = await readKnownParts(log, { account, connector });
  const get = (kind: EntryKind, entryId: string) => entries.get(`${kind}.${entryId}`);
  const underAnyKind = (entryId: string) => KINDS.map((kind) => get(kind, entryId)).filter((known) => known !== undefined);
  const alive = (entryId: string) => underAnyKind(entryId).find(({ state }) => state !== "removed");
  return {
    get,
    alive,
    lastOf: (entryId) => alive(entryId) ?? underAnyKind(entryId)[0],
    all: () => entries.values(),
    partsOf: (groupId) => parts.get(groupId) ?? noParts,
  };
};

// A part may be in the log without its group's event (a run that died between two batches), so parts are looked up on their own.
const readKnownParts = async (log: EventLog, { account, connector }: Place): Promise<Map<string, Map<string, number>>> => {
  const parts = new Map<string, Map<string, number>>();
  const filter = subjects.membersOf(account, connector, "*");
  for await (const messages of lastPerSubject(log, { stream: "DIRECTORY", filter, headersOnly: true })) {
    for (const { subject, sequence } of messages) {
      const place = parseSubject(subject);
      if (place?.of !== "members") continue;
      const ofGroup = parts.get(place.groupId) ?? new Map<string, number>();
      parts.set(place.groupId, ofGroup.set(place.part, sequence));
    }
  }
  return parts;
};
