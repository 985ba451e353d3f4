import type { DirectoryError, DirectoryStage } from "./errors.ts";
import type { RawEntry, Result } from "./responses.ts";
import { refused } from "./result-errors.ts";

/** A part of a page is handed on when it is this large, so that entries with large values do not fill the memory. */
const CHUNK_BYTES = 4 * 1024 * 1024;
/** More than a run can use; the number is still counted beyond. */
const MOST_REFERENCES = 100;

interface Flow {
  /** Entries of so many bytes have left. */
  took(bytes: number): void;
  /** Somebody waits for entries, or waits no longer. */
  waits(waiting: boolean): void;
}

/** The entries of one search as they arrive: handed over in chunks, at the latest when the server says it is done. */
export class Search {
  readonly references: string[] = [];
  referenceCount = 0;
  readonly #peer: string;
  readonly #stage: DirectoryStage;
  readonly #flow: Flow;
  #entries: RawEntry[] = [];
  #bytes = 0;
  #result: Result | undefined;
  #error: DirectoryError | undefined;
  #cancelled = false;
  #wake: (() => void) | undefined;

  constructor(peer: string, stage: DirectoryStage, flow: Flow) {
    this.#peer = peer;
    this.#stage = stage;
    this.#flow = flow;
  }

  /** The server's last word, once every entry has been handed over. */
  get result(): Result | undefined {
    return this.#entries.length === 0 ? this.#result : undefined;
  }

  /** The next entries; none only when `result` is there. Throws when the search was refused or the connection is gone. */
  async next(): Promise<RawEntry[]> {
    while (!this.#isReady()) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      this.#flow.waits(true);
      await promise;
      this.#flow.waits(false);
    }
    if (this.#error !== undefined) throw this.#error;
    if (this.#result !== undefined && this.#result.code !== 0) throw refused(this.#stage, this.#peer, this.#result);
    const entries = this.#entries;
    this.#release();
    return entries;
  }

  /** All entries at once, for searches that find a handful. */
  async all(): Promise<RawEntry[]> {
    const entries: RawEntry[] = [];
    do entries.push(...(await this.next()));
    while (this.result === undefined);
    return entries;
  }

  /** Nobody wants the rest: what still comes is dropped. */
  cancel(): void {
    this.#cancelled = true;
    this.#release();
  }

  /** False when the entry was not kept. */
  add(entry: RawEntry, bytes: number): boolean {
    if (this.#cancelled) return false;
    this.#entries.push(entry);
    this.#bytes += bytes;
    if (this.#bytes >= CHUNK_BYTES) this.#wakeUp();
    return true;
  }

  refer(uris: readonly string[]): void {
    this.referenceCount += uris.length;
    if (this.references.length < MOST_REFERENCES) this.references.push(...uris);
  }

  end(result: Result): void {
    this.#result = result;
    this.#wakeUp();
  }

  fail(error: DirectoryError): void {
    this.#error = error;
    this.#wakeUp();
  }

  #isReady(): boolean {
    return this.#error !== undefined || this.#result !== undefined || this.#bytes >= CHUNK_BYTES;
  }

  #release(): void {
    const bytes = this.#bytes;
    this.#entries = [];
    this.#bytes = 0;
    this.#flow.took(bytes);
  }

  #wakeUp(): void {
    this.#wake?.();
    this.#wake = undefined;
  }
}
