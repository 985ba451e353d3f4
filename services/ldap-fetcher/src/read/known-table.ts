import { type EntryKind, HEADERS, parseSubject, type State } from "@dirstream/contracts";
import type { RecordedMessage } from "@dirstream/event-log";
import type { Known, KnownEntries, Met } from "./known-entries.ts";
import { digestWords, idWords, PackedKeys, uuidOfWords, withRoom } from "./packed-keys.ts";

const KINDS: readonly EntryKind[] = ["user", "group", "contact"];
const STATES: readonly State[] = ["removed", "active", "disabled"];
const MET = 0x80;
const FINGERPRINT_BYTES = 32;
const ID_WORDS = 4;
const KEY_WORDS = ID_WORDS + 1;
/** Two for the change mark, two for the name. */
const MARK_WORDS = 4;

/** Some rows of a table, as they are kept. */
export interface KnownRows {
  readonly keys: Uint32Array;
  readonly sequences: Float64Array;
  readonly fingerprints: Uint8Array;
  readonly states: Uint8Array;
  readonly marks: Uint32Array;
  /** By row, of entries whose id is no UUID. */
  readonly names: ReadonlyMap<number, string>;
}

/** Which part of which group was last sent at which sequence. */
export type KnownPart = readonly [groupId: string, part: string, sequence: number];

/** Known entries in columns: a million of them take about 80 MB, whatever the garbage collector does. */
export class KnownTable implements KnownEntries {
  /** Of id and kind; its numbers are the rows of the columns. */
  readonly #rows = new PackedKeys(KEY_WORDS);
  #sequences = new Float64Array(512);
  #fingerprints = new Uint8Array(512 * FINGERPRINT_BYTES);
  /** The state, as its place in STATES, and whether the entry was met. */
  #flags = new Uint8Array(512);
  /** What tells a change mark and a name from every other that the entry may have: 64 bits of each. */
  #marks = new Uint32Array(512 * MARK_WORDS);
  /** Of entries whose id is no UUID. */
  readonly #names = new Map<number, string>();
  // A part may be in the log without its group's event (a run that died between two batches), so parts are looked up on their own.
  readonly #parts = new Map<string, Map<string, number>>();
  readonly #newcomers = new PackedKeys(ID_WORDS);
  readonly #key = new Uint32Array(KEY_WORDS);
  readonly #id = this.#key.subarray(0, ID_WORDS);
  readonly #mark = new Uint32Array(MARK_WORDS);

  /** Takes in the last message on a subject of an entry or of a part of a group's members. */
  learn(message: RecordedMessage): void {
    const { subject, sequence } = message;
    const place = parseSubject(subject);
    if (place?.of === "members") this.#learnPart([place.groupId, place.part, sequence]);
    if (place?.of !== "entry") return;
    const isUuid = this.#point(place.kind, place.entryId);
    const row = this.#rows.add(this.#key);
    this.#makeRoom(row + 1);
    this.#sequences[row] = sequence;
    this.#flags[row] = Math.max(0, STATES.indexOf(message.header(HEADERS.state) as State));
    const fingerprint = Buffer.from(message.header(HEADERS.fingerprint) ?? "", "hex");
    this.#fingerprints.fill(0, row * FINGERPRINT_BYTES, (row + 1) * FINGERPRINT_BYTES);
    this.#fingerprints.set(fingerprint.subarray(0, FINGERPRINT_BYTES), row * FINGERPRINT_BYTES);
    if (!isUuid) this.#names.set(row, place.entryId);
    this.#pointMark(message.header(HEADERS.marker) ?? "", message.header(HEADERS.dn) ?? "");
    this.#marks.set(this.#mark, row * MARK_WORDS);
  }

  get(kind: EntryKind, entryId: string): Known | undefined {
    const row = this.#rowOf(kind, entryId);
    return row < 0 ? undefined : this.#at(row);
  }

  isRecorded(kind: EntryKind, entryId: string, fingerprint: string): boolean {
    const row = this.#rowOf(kind, entryId);
    if (row < 0) return false;
    const start = row * FINGERPRINT_BYTES;
    asked.write(fingerprint, "hex");
    for (let byte = 0; byte < FINGERPRINT_BYTES; byte++) if (this.#fingerprints[start + byte] !== asked[byte]) return false;
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

  meetMarked(entryId: string, marker: string, dnMark: string): Met {
    const row = this.#aliveRow(entryId);
    if (row < 0) return "renamed";
    this.#flags[row] = (this.#flags[row] as number) | MET;
    this.#pointMark(marker, dnMark);
    const isSame = (word: number) => this.#marks[row * MARK_WORDS + word] === this.#mark[word];
    if (!isSame(2) || !isSame(3)) return "renamed";
    return marker !== "" && isSame(0) && isSame(1) ? "same" : "changed";
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

  /** How many entries there are, removed ones too. */
  get size(): number {
    return this.#rows.size;
  }

  parts(): KnownPart[] {
    return [...this.#parts].flatMap(([groupId, ofGroup]) => [...ofGroup].map(([part, sequence]): KnownPart => [groupId, part, sequence]));
  }

  /** The rows from one to before another, as they were learned: who was met is this run's own. */
  rows(from: number, to: number): KnownRows {
    const end = Math.min(to, this.#rows.size);
    const names = new Map<number, string>();
    if (this.#names.size > 0) for (let row = from; row < end; row++) this.#takeName(row, names);
    return {
      keys: this.#rows.words(from, end),
      sequences: this.#sequences.slice(from, end),
      fingerprints: this.#fingerprints.slice(from * FINGERPRINT_BYTES, end * FINGERPRINT_BYTES),
      states: this.#flags.slice(from, end).map((flags) => flags & ~MET),
      marks: this.#marks.slice(from * MARK_WORDS, end * MARK_WORDS),
      names,
    };
  }

  /** Rows and parts that were kept, into a table that has learned nothing else yet. */
  restore(kept: readonly KnownRows[], parts: Iterable<KnownPart>): void {
    const rows = kept.reduce((sum, { sequences }) => sum + sequences.length, 0);
    this.#rows.reserve(rows);
    this.#makeRoom(rows);
    for (const { keys, sequences, fingerprints, states, marks, names } of kept) {
      const first = this.#rows.size;
      for (let at = 0; at < sequences.length; at++) this.#rows.add(keys.subarray(at * KEY_WORDS, (at + 1) * KEY_WORDS));
      if (this.#rows.size !== first + sequences.length) throw new RangeError("an entry stands twice in what was kept");
      this.#sequences.set(sequences, first);
      this.#fingerprints.set(fingerprints, first * FINGERPRINT_BYTES);
      this.#flags.set(states, first);
      this.#marks.set(marks, first * MARK_WORDS);
      for (const [row, name] of names) this.#names.set(row, name);
    }
    for (const part of parts) this.#learnPart(part);
  }

  #learnPart([groupId, part, sequence]: KnownPart): void {
    const ofGroup = this.#parts.get(groupId) ?? new Map<string, number>();
    this.#parts.set(groupId, ofGroup.set(part, sequence));
  }

  #takeName(row: number, into: Map<number, string>): void {
    const name = this.#names.get(row);
    if (name !== undefined) into.set(row, name);
  }

  #makeRoom(rows: number): void {
    this.#sequences = withRoom(this.#sequences, rows);
    this.#fingerprints = withRoom(this.#fingerprints, rows * FINGERPRINT_BYTES);
    this.#flags = withRoom(this.#flags, rows);
    this.#marks = withRoom(this.#marks, rows * MARK_WORDS);
  }

  #pointMark(marker: string, dnMark: string): void {
    digestWords(marker, this.#mark);
    this.#mark[2] = Number.parseInt(dnMark.slice(0, 8), 16);
    this.#mark[3] = Number.parseInt(dnMark.slice(8), 16);
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
    };
  }
}

/** The fingerprint that is asked for. */
const asked = Buffer.alloc(FINGERPRINT_BYTES);

const noParts: ReadonlyMap<string, number> = new Map();
