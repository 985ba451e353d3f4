import { type EntryKind, HEADERS, parseSubject, type State, subjects } from "@dirstream/contracts";
import { type EventLog, lastPerSubject, type RecordedMessage } from "@dirstream/event-log";
import type { Place } from "../place.ts";
import { idWords, PackedKeys, uuidOfWords, withRoom } from "./packed-keys.ts";

/** What the log says of one entry, without its image. */
export interface Known {
  readonly kind: EntryKind;
  readonly entryId: string;
  /** Of the last event on the entry's subject. */
  readonly sequence: number;
  /** In hexadecimal. */
  readonly fingerprint: string;
  readonly state: State;
  /** The directory's change mark as it was seen then; only where it was asked for. */
  readonly marker: string | undefined;
  /** Tells its DN from every other; only where markers were asked for. */
  readonly dnMark: string | undefined;
}

/** The log's present state of entries of a connector: ids and fingerprints, no images. */
export interface KnownEntries {
  readonly get: (kind: EntryKind, entryId: string) => Known | undefined;
  /** Whether the last event of the entry has this fingerprint (32 bytes): what nearly every entry of nearly every read is asked. */
  readonly isRecorded: (kind: EntryKind, entryId: string, fingerprint: Uint8Array) => boolean;
  /** Under whatever kind the entry is alive. */
  readonly alive: (entryId: string) => Known | undefined;
  /** Alive, or else under whatever kind it was last removed. */
  readonly lastOf: (entryId: string) => Known | undefined;
  readonly all: () => Iterable<Known>;
  /** Entries of these states. */
  readonly count: (...states: State[]) => number;
  /**
   * Marks an entry as met in this run's read, under whatever kind the log knows it: a changed kind is no absence. False at the second
   * meeting: an entry that moves while pages are read can come twice, and a run records it once.
   */
  readonly meet: (kind: EntryKind, entryId: string) => boolean;
  /** Marks an entry as met, and says whether it is alive in the log with this change mark and this DN; only where markers were asked for. */
  readonly meetSame: (entryId: string, marker: string, dnMark: string) => boolean;
  /** Alive in the log, not met. */
  readonly missing: () => Known[];
  /** The last sequence of each part of a group's members that was ever sent. */
  readonly partsOf: (groupId: string) => ReadonlyMap<string, number>;
}

export interface KnownOptions {
  readonly markers?: boolean;
}

/** One headers-only scan of the last message per subject; nothing of it is kept between runs. */
export const readKnownEntries = async (log: EventLog, { account, connector }: Place, options?: KnownOptions): Promise<KnownEntries> => {
  const known = new KnownTable(options);
  for (const filter of [subjects.entriesOf(account, connector), subjects.membersOf(account, connector, "*")]) {
    for await (const messages of lastPerSubject(log, { stream: "DIRECTORY", filter, headersOnly: true })) {
      for (const message of messages) known.learn(message);
    }
  }
  return known;
};

const KINDS: readonly EntryKind[] = ["user", "group", "contact"];
const STATES: readonly State[] = ["removed", "active", "disabled"];
const MET = 0x80;
const FINGERPRINT_BYTES = 32;
const ID_WORDS = 4;

/** Known entries in columns: a million of them take about 80 MB, whatever the garbage collector does. */
export class KnownTable implements KnownEntries {
  /** Of id and kind; its numbers are the rows of the columns. */
  readonly #rows = new PackedKeys(ID_WORDS + 1);
  #sequences = new Float64Array(512);
  #fingerprints = new Uint8Array(512 * FINGERPRINT_BYTES);
  /** The state, as its place in STATES, and whether the entry was met. */
  #flags = new Uint8Array(512);
  /** Of entries whose id is no UUID. */
  readonly #names = new Map<number, string>();
  readonly #markers: (readonly [marker: string | undefined, dnMark: string | undefined])[] | undefined;
  // A part may be in the log without its group's event (a run that died between two batches), so parts are looked up on their own.
  readonly #parts = new Map<string, Map<string, number>>();
  readonly #newcomers = new PackedKeys(ID_WORDS);
  readonly #key = new Uint32Array(ID_WORDS + 1);
  readonly #id = this.#key.subarray(0, ID_WORDS);

  constructor({ markers = false }: KnownOptions = {}) {
    this.#markers = markers ? [] : undefined;
  }

  /** Takes in the last message on a subject of an entry or of a part of a group's members. */
  learn(message: RecordedMessage): void {
    const { subject, sequence } = message;
    const place = parseSubject(subject);
    if (place?.of === "members") {
      const ofGroup = this.#parts.get(place.groupId) ?? new Map<string, number>();
      this.#parts.set(place.groupId, ofGroup.set(place.part, sequence));
    }
    if (place?.of !== "entry") return;
    const isUuid = this.#point(place.kind, place.entryId);
    const row = this.#rows.add(this.#key);
    this.#sequences = withRoom(this.#sequences, row + 1);
    this.#fingerprints = withRoom(this.#fingerprints, (row + 1) * FINGERPRINT_BYTES);
    this.#flags = withRoom(this.#flags, row + 1);
    this.#sequences[row] = sequence;
    this.#flags[row] = Math.max(0, STATES.indexOf(message.header(HEADERS.state) as State));
    const fingerprint = Buffer.from(message.header(HEADERS.fingerprint) ?? "", "hex");
    this.#fingerprints.fill(0, row * FINGERPRINT_BYTES, (row + 1) * FINGERPRINT_BYTES);
    this.#fingerprints.set(fingerprint.subarray(0, FINGERPRINT_BYTES), row * FINGERPRINT_BYTES);
    if (!isUuid) this.#names.set(row, place.entryId);
    if (this.#markers !== undefined) this.#markers[row] = [message.header(HEADERS.marker), message.header(HEADERS.dn)];
  }

  get(kind: EntryKind, entryId: string): Known | undefined {
    const row = this.#rowOf(kind, entryId);
    return row < 0 ? undefined : this.#at(row);
  }

  isRecorded(kind: EntryKind, entryId: string, fingerprint: Uint8Array): boolean {
    const row = this.#rowOf(kind, entryId);
    if (row < 0) return false;
    const start = row * FINGERPRINT_BYTES;
    for (let byte = 0; byte < FINGERPRINT_BYTES; byte++) if (this.#fingerprints[start + byte] !== fingerprint[byte]) return false;
    return true;
  }

  alive(entryId: string): Known | undefined {
    const row = this.#aliveRow(entryId);
    return row < 0 ? undefined : this.#at(row);
  }

  lastOf(entryId: string): Known | undefined {
    const row = this.#aliveRow(entryId);
    if (row >= 0) return this.#at(row);
    const removed = KINDS.map((kind) => this.#rowOf(kind, entryId)).find((row) => row >= 0);
    return removed === undefined ? undefined : this.#at(removed);
  }

  *all(): Generator<Known> {
    for (let row = 0; row < this.#rows.size; row++) yield this.#at(row);
  }

  count(...states: State[]): number {
    let count = 0;
    for (let row = 0; row < this.#rows.size; row++) if (states.includes(this.#stateAt(row))) count++;
    return count;
  }

  meet(kind: EntryKind, entryId: string): boolean {
    const alive = this.#aliveRow(entryId);
    const row = alive >= 0 ? alive : this.#rowOf(kind, entryId);
    if (row < 0) {
      const before = this.#newcomers.size;
      this.#newcomers.add(this.#id);
      return this.#newcomers.size > before;
    }
    const flags = this.#flags[row] as number;
    this.#flags[row] = flags | MET;
    return (flags & MET) === 0;
  }

  meetSame(entryId: string, marker: string, dnMark: string): boolean {
    const row = this.#aliveRow(entryId);
    if (row < 0) return false;
    this.#flags[row] = (this.#flags[row] as number) | MET;
    const seen = this.#markers?.[row];
    return seen?.[0] === marker && seen[1] === dnMark;
  }

  missing(): Known[] {
    const missing: Known[] = [];
    for (let row = 0; row < this.#rows.size; row++) {
      if (((this.#flags[row] as number) & MET) === 0 && this.#stateAt(row) !== "removed") missing.push(this.#at(row));
    }
    return missing;
  }

  partsOf(groupId: string): ReadonlyMap<string, number> {
    return this.#parts.get(groupId) ?? noParts;
  }

  /** Writes the key of an entry; says whether its id is a UUID. */
  #point(kind: EntryKind, entryId: string): boolean {
    this.#key[ID_WORDS] = KINDS.indexOf(kind);
    return idWords(entryId, this.#id);
  }

  #rowOf(kind: EntryKind, entryId: string): number {
    this.#point(kind, entryId);
    return this.#rows.find(this.#key);
  }

  #aliveRow(entryId: string): number {
    idWords(entryId, this.#id);
    for (let kind = 0; kind < KINDS.length; kind++) {
      this.#key[ID_WORDS] = kind;
      const row = this.#rows.find(this.#key);
      if (row >= 0 && this.#stateAt(row) !== "removed") return row;
    }
    return -1;
  }

  #stateAt(row: number): State {
    return STATES[(this.#flags[row] as number) & ~MET] as State;
  }

  #at(row: number): Known {
    const key = this.#rows.at(row);
    const fingerprint = Buffer.from(this.#fingerprints.buffer, row * FINGERPRINT_BYTES, FINGERPRINT_BYTES);
    return {
      kind: KINDS[key[ID_WORDS] as number] as EntryKind,
      entryId: this.#names.get(row) ?? uuidOfWords(key),
      sequence: this.#sequences[row] as number,
      fingerprint: fingerprint.toString("hex"),
      state: this.#stateAt(row),
      marker: this.#markers?.[row]?.[0],
      dnMark: this.#markers?.[row]?.[1],
    };
  }
}

const noParts: ReadonlyMap<string, number> = new Map();
