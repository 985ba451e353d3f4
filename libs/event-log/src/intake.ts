export interface IntakeOptions {
  /** Whether to wait for what is yet to come, once everything that is there has been delivered. */
  readonly follow: boolean;
  /** What the consumer had to deliver when it was created. */
  readonly pending: number;
  /** Sequences up to this one are known already, though the consumer may deliver them. */
  readonly after: number;
  /** A batch is full with so many messages, or with so many bytes: what waits in memory is bounded whatever the messages are. */
  readonly maxMessages: number;
  readonly maxBytes: number;
  /** How long a batch may wait for more after its first message. */
  readonly maxDelayMs: number;
}

interface Placed {
  /** In the stream: ascending, with gaps. */
  readonly sequence: number;
  /** By the consumer: without gaps. */
  readonly delivery: number;
  readonly bytes: number;
}

/**
 * What came of one consumer, apart from how it came: how much to ask for, what to hand over and when, and whether
 * anything is wrong. One pull is in flight at a time, and never more than two pulls' worth is in memory.
 */
export class Intake<Message extends Placed> {
  readonly #options: IntakeOptions;
  #buffer: Message[] = [];
  #bufferBytes = 0;
  #firstAtMs = 0;
  #lastSequence = 0;
  #delivered = 0;
  #requested = 0;
  #ended: boolean;
  #interruption: string | undefined;

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#ended = !options.follow && options.pending === 0;
  }

  /** Why this consumer is of no more use. */
  get interruption(): string | undefined {
    return this.#interruption;
  }

  /** Everything that was to be delivered has come; it may not have been taken yet. */
  get ended(): boolean {
    return this.#ended;
  }

  get pullInFlight(): boolean {
    return this.#requested > 0;
  }

  /** How many messages to ask for now: 0 when it is not time. */
  beginPull(): number {
    const { follow, maxMessages, maxBytes, pending } = this.#options;
    const idle = !this.pullInFlight && !this.#ended && this.#interruption === undefined;
    if (!idle || this.#buffer.length > maxMessages || this.#bufferBytes > maxBytes) return 0;
    this.#requested = follow ? maxMessages : Math.min(maxMessages, pending - this.#delivered);
    return this.#requested;
  }

  receive(message: Message, nowMs: number): void {
    if (this.#interruption !== undefined) return;
    const inOrder = message.delivery === this.#delivered + 1 && message.sequence > this.#lastSequence;
    if (!inOrder) {
      this.interrupt("messages came out of order");
      return;
    }
    this.#delivered++;
    this.#requested--;
    this.#lastSequence = message.sequence;
    if (!this.#options.follow && this.#delivered >= this.#options.pending) this.#ended = true;
    if (message.sequence <= this.#options.after) return;
    if (this.#buffer.length === 0) this.#firstAtMs = nowMs;
    this.#buffer.push(message);
    this.#bufferBytes += message.bytes;
  }

  /** The server says that a pull is over before it has brought all that was asked for. */
  endPull(): void {
    this.#requested = 0;
  }

  /**
   * The server says that nothing is left. It is believed where everything has come that there was: nats-server (2.15.1) also says so in the middle
   * of a consumer, when it is busy. Where something was erased meanwhile the next consumer counts anew.
   */
  endOfMessages(): void {
    this.endPull();
    if (!this.#options.follow && !this.#ended) this.interrupt("the server says that nothing is left, but not everything has come");
  }

  interrupt(why: string): void {
    this.#interruption ??= why;
    this.#requested = 0;
  }

  /** In how many milliseconds there is something to take, if nothing more comes; undefined: never. */
  dueInMs(nowMs: number): number | undefined {
    if (this.#buffer.length === 0) return undefined;
    const isFull = this.#buffer.length >= this.#options.maxMessages || this.#bufferBytes >= this.#options.maxBytes;
    const complete = isFull || this.#ended || this.#interruption !== undefined;
    return complete ? 0 : Math.max(0, this.#firstAtMs + this.#options.maxDelayMs - nowMs);
  }

  take(nowMs: number): Message[] {
    const { maxMessages, maxBytes } = this.#options;
    let count = 0;
    let bytes = 0;
    while (count < Math.min(this.#buffer.length, maxMessages) && bytes < maxBytes) bytes += (this.#buffer[count++] as Message).bytes;
    const batch = this.#buffer.slice(0, count);
    this.#buffer = this.#buffer.slice(count);
    this.#bufferBytes -= bytes;
    this.#firstAtMs = nowMs;
    return batch;
  }
}
