import { MalformedBer } from "./ber.ts";
import type { DirectoryError, DirectoryStage } from "./errors.ts";
import { type RawEntry, type Result, readEntry } from "./responses.ts";
import { refused } from "./result-errors.ts";

/** Entries are read from their messages when their turn comes, so many bytes at a time: what is made of them dies young. */
const CHUNK_BYTES = 64 * 1024;
/** More than a run can use; the number is still counted beyond. */
const MOST_REFERENCES = 100;

interface Flow {
  /** Entries of so many bytes have left. */
  took(bytes: number): void;
  /** Somebody waits for entries, or waits no longer. */
  waits(waiting: boolean): void;
  /** A message is none: ends the session. */
  malformed(error: MalformedBer): DirectoryError;
}

/** The entries of one search: handed over in chunks, the last one when the server says it is done. */
export class Search {
  readonly references: string[] = [];
  referenceCount = 0;
  readonly #peer: string;
  readonly #stage: DirectoryStage;
  readonly #flow: Flow;
  #messages: Buffer[] = [];
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
    return this.#messages.length === 0 ? this.#result : undefined;
  }

  /** The next entries; none only when `result` is there. Throws when the search was refused or the connection is gone. */
  async next(): Promise<RawEntry[]> {
    while (!this.#isReady()) await this.#woken();
    if (this.#error !== undefined) throw this.#error;
    if (this.#result !== undefined && this.#result.code !== 0) throw refused(this.#stage, this.#peer, this.#result);
    return this.#read();
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
    this.#messages = [];
    this.#took(this.#bytes);
  }

  /** Until the server has said its last word, or never will. */
  async ended(): Promise<void> {
    while (this.#error === undefined && this.#result === undefined) await this.#woken();
  }

  /** False when the entry was not kept. */
  add(message: Buffer): boolean {
    if (this.#cancelled) return false;
    this.#messages.push(message);
    this.#bytes += message.length;
    if (this.#bytes >= CHUNK_BYTES) this.#wakeUp();
    return true;
  }

  refer(uris: readonly string[]): void {
    this.referenceCount += uris.length;
    this.references.push(...uris.slice(0, MOST_REFERENCES - this.references.length));
  }

  end(result: Result): void {
    this.#result = result;
    this.#wakeUp();
  }

  fail(error: DirectoryError): void {
    this.#error = error;
    this.#wakeUp();
  }

  async #woken(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    this.#flow.waits(true);
    await promise;
    this.#flow.waits(false);
  }

  #isReady(): boolean {
    return this.#error !== undefined || this.#result !== undefined || this.#bytes >= CHUNK_BYTES;
  }

  #read(): RawEntry[] {
    const entries: RawEntry[] = [];
    let bytes = 0;
    try {
      for (const message of this.#messages) {
        entries.push(readEntry(message));
        bytes += message.length;
        if (bytes >= CHUNK_BYTES) break;
      }
    } catch (error) {
      throw error instanceof MalformedBer ? this.#flow.malformed(error) : error;
    }
    this.#messages = this.#messages.slice(entries.length);
    this.#took(bytes);
    return entries;
  }

  #took(bytes: number): void {
    this.#bytes -= bytes;
    this.#flow.took(bytes);
  }

  #wakeUp(): void {
    this.#wake?.();
    this.#wake = undefined;
  }
}
