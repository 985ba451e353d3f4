import type { Msg } from "nats";
import type { EventLog, RecordedMessage } from "./event-log.ts";
import { headerValue } from "./headers.ts";
import type { Names } from "./names.ts";

const NOTHING = new Uint8Array(0);

/**
 * A message's bytes: its headers, unparsed, and then its payload. The client's own accessor parses all headers, 5 to 8 µs a message,
 * which is more than everything else that a scan does; so its private fields are read here, and only here.
 */
const bytesOf = (message: Msg): { readonly bytes: Uint8Array; readonly headerBytes: number } => {
  const { _rdata: bytes = NOTHING, _msg } = message as unknown as { _rdata: Uint8Array | undefined; _msg: { hdr: number } };
  return { bytes, headerBytes: Math.max(0, _msg.hdr) };
};

export const headerBlock = (message: Msg): Uint8Array => {
  const { bytes, headerBytes } = bytesOf(message);
  return bytes.subarray(0, headerBytes);
};

/**
 * A message as a consumer delivers it: where it stands in the stream is told by the subject of its acknowledgement.
 * Takes out of the client's message what is needed and lets go of it: thousands of these wait at a time for a slow reader.
 */
export class DeliveredMessage implements RecordedMessage {
  readonly sequence: number;
  /** Counts what this consumer delivered, without gaps. */
  readonly delivery: number;
  /** 1 the first time. */
  readonly deliveries: number;
  readonly subject: string;
  /** Where acknowledgements go. */
  readonly reply: string;
  readonly #bytes: Uint8Array;
  readonly #headerBytes: number;

  constructor(message: Msg, names: Names) {
    this.reply = message.reply ?? "";
    const [deliveries, sequence, delivery] = placeIn(this.reply);
    this.deliveries = Number(deliveries);
    this.sequence = Number(sequence);
    this.delivery = Number(delivery);
    this.subject = names.plain(message.subject);
    ({ bytes: this.#bytes, headerBytes: this.#headerBytes } = bytesOf(message));
  }

  get time(): string {
    const [, , , nanoseconds = "0"] = placeIn(this.reply);
    return new Date(Number(nanoseconds.slice(0, -6))).toISOString();
  }

  get payload(): Uint8Array {
    return this.#bytes.subarray(this.#headerBytes);
  }

  /** With its headers. */
  get bytes(): number {
    return this.#bytes.length;
  }

  header(name: string): string | undefined {
    return headerValue(this.#bytes.subarray(0, this.#headerBytes), name);
  }
}

/**
 * $JS.ACK.<stream>.<consumer>.<deliveries>.<sequence>.<delivery>.<nanoseconds>.<pending>, and from servers with a domain
 * $JS.ACK.<domain>.<account>.<stream>…
 */
const placeIn = (reply: string): string[] => {
  const words = reply.split(".");
  const at = words.length > 9 ? 6 : 4;
  return words.slice(at, at + 4);
};

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
