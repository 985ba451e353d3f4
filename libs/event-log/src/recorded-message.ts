import type { Msg } from "nats";
import type { EventLog, RecordedMessage } from "./event-log.ts";
import { headerValue } from "./headers.ts";
import type { Names } from "./names.ts";

const NO_HEADERS = new Uint8Array(0);

/**
 * The header block of a message, unparsed. The client's own accessor parses all of it, 5 to 8 µs a message,
 * which is more than everything else that a scan does; so its private fields are read here, and only here.
 */
export const headerBlock = (message: Msg): Uint8Array => {
  const { _rdata, _msg } = message as unknown as { _rdata: Uint8Array | undefined; _msg: { hdr: number } };
  return _rdata === undefined || _msg.hdr <= 0 ? NO_HEADERS : _rdata.subarray(0, _msg.hdr);
};

/** A message as a consumer delivers it: where it stands in the stream is told by the subject of its acknowledgement. */
export class DeliveredMessage implements RecordedMessage {
  readonly sequence: number;
  /** Counts what this consumer delivered, without gaps. */
  readonly delivery: number;
  /** 1 the first time. */
  readonly deliveries: number;
  readonly #message: Msg;
  readonly #names: Names;
  readonly #nanoseconds: string;

  constructor(message: Msg, names: Names) {
    // $JS.ACK.<stream>.<consumer>.<deliveries>.<sequence>.<delivery>.<nanoseconds>.<pending>, and from servers with
    // a domain $JS.ACK.<domain>.<account>.<stream>…
    const words = (message.reply ?? "").split(".");
    const at = words.length > 9 ? 6 : 4;
    this.deliveries = Number(words[at]);
    this.sequence = Number(words[at + 1]);
    this.delivery = Number(words[at + 2]);
    this.#nanoseconds = words[at + 3] ?? "0";
    this.#message = message;
    this.#names = names;
  }

  get subject(): string {
    return this.#names.plain(this.#message.subject);
  }

  get time(): string {
    return new Date(Number(this.#nanoseconds.slice(0, -6))).toISOString();
  }

  get payload(): Uint8Array {
    return this.#message.data;
  }

  /** Where acknowledgements go. */
  get reply(): string {
    return this.#message.reply ?? "";
  }

  header(name: string): string | undefined {
    return headerValue(headerBlock(this.#message), name);
  }
}

/** A message as a direct get answers: where it stands in the stream is told by added headers. */
export const fromDirectGet = (log: EventLog, message: Msg): RecordedMessage => {
  const block = headerBlock(message);
  return {
    subject: log.names.plain(headerValue(block, "Nats-Subject") ?? ""),
    sequence: Number(headerValue(block, "Nats-Sequence")),
    time: milliseconds(headerValue(block, "Nats-Time-Stamp") ?? ""),
    payload: message.data,
    header: (name) => headerValue(block, name),
  };
};

/** A message as the stream's leader answers: JSON. */
export interface StoredMessage {
  readonly subject: string;
  readonly seq: number;
  readonly time: string;
  readonly data?: string;
  readonly hdrs?: string;
}

export const fromLeader = (log: EventLog, { subject, seq, time, data = "", hdrs = "" }: StoredMessage): RecordedMessage => {
  const block = Buffer.from(hdrs, "base64");
  return {
    subject: log.names.plain(subject),
    sequence: seq,
    time: milliseconds(time),
    payload: Buffer.from(data, "base64"),
    header: (name) => headerValue(block, name),
  };
};

const milliseconds = (time: string): string => new Date(time).toISOString();
