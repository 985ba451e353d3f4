import { STREAM_NAMES, type StreamName } from "@dirstream/contracts";
import { type ConnectionOptions, connect, credsAuthenticator, type JetStreamClient, type JsMsg, type NatsConnection } from "nats";
import type { StreamState } from "./holes.ts";
import type { StoredMessage } from "./stored-message.ts";

export interface LogAddress {
  readonly natsUrl: string;
  /** The text of the administrator's .creds file, where the server asks for one. */
  readonly credentials?: string | undefined;
  /** Of tests that share a server. */
  readonly namespace?: string | undefined;
}

export interface WholeLog {
  readonly messages: readonly StoredMessage[];
  readonly states: readonly StreamState[];
  readonly identities: ReadonlyMap<StreamName, string>;
}

export const connectAsAdmin = ({ natsUrl, credentials }: LogAddress, more: ConnectionOptions = {}): Promise<NatsConnection> => {
  const options: ConnectionOptions = { servers: natsUrl, name: "checker", timeout: 5000, ...more };
  return connect(credentials === undefined ? options : { ...options, authenticator: credsAuthenticator(Buffer.from(credentials)) });
};

const streamIn = (namespace: string | undefined, stream: StreamName): string =>
  namespace === undefined ? stream : `${namespace.toUpperCase()}_${stream}`;

/** The three streams, every message. */
export const readWholeLog = async (address: LogAddress): Promise<WholeLog> => {
  const nats = await connectAsAdmin(address);
  try {
    const manager = await nats.jetstreamManager();
    const messages: StoredMessage[] = [];
    const states: StreamState[] = [];
    const identities = new Map<StreamName, string>();
    for (const stream of STREAM_NAMES) {
      const name = streamIn(address.namespace, stream);
      const { config, state } = await manager.streams.info(name);
      const identity = config.metadata?.identity;
      if (identity !== undefined) identities.set(stream, identity);
      states.push({
        ...{ stream, firstSequence: state.first_seq, lastSequence: state.last_seq },
        denyDelete: config.deny_delete,
        discard: config.discard,
        maxAge: config.max_age,
        hasIdentity: identity !== undefined,
      });
      const read = await readStream(nats.jetstream(), { stream, name, until: state.last_seq, namespace: address.namespace });
      for (const message of read) messages.push(message); // a call takes no million arguments
    }
    return { messages, states, identities };
  } finally {
    await nats.close();
  }
};

/** How many messages there are, without reading them. */
export const lastSequences = async (address: LogAddress): Promise<ReadonlyMap<StreamName, number>> => {
  const nats = await connectAsAdmin(address);
  try {
    const manager = await nats.jetstreamManager();
    const last = new Map<StreamName, number>();
    for (const stream of STREAM_NAMES) last.set(stream, (await manager.streams.info(streamIn(address.namespace, stream))).state.last_seq);
    return last;
  } finally {
    await nats.close();
  }
};

const SILENT_FOR_MS = 30_000;

interface Reading {
  readonly stream: StreamName;
  readonly name: string;
  readonly until: number;
  readonly namespace: string | undefined;
}

const readStream = async (jetstream: JetStreamClient, { stream, name, until, namespace }: Reading): Promise<StoredMessage[]> => {
  const messages: StoredMessage[] = [];
  if (until === 0) return messages;
  let consumer = await jetstream.consumers.get(name);
  let heardAt = performance.now();
  for (let at = 0; at < until; ) {
    const before = at;
    // not one more than there are: the server would wait for it
    const page = await consumer.fetch({ max_messages: Math.min(2000, until - at), expires: 2000 });
    for await (const message of page) {
      at = message.seq;
      heardAt = performance.now();
      messages.push(storedMessage(stream, message, namespace));
    }
    // A busy server may say for ever that there is nothing more: another consumer goes on from there.
    if (at === before) consumer = await jetstream.consumers.get(name, { opt_start_seq: at + 1 });
    if (performance.now() - heardAt > SILENT_FOR_MS)
      throw new Error(`${name} has given nothing after ${at} for ${SILENT_FOR_MS / 1000} s, and says that it holds ${until} messages.`);
  }
  return messages;
};

/** The client gives a Buffer or not, as the message came in one piece or several; what was read twice must be equal. */
const bytesOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array => new Uint8Array(buffer, byteOffset, byteLength);

const storedMessage = (stream: StreamName, message: JsMsg, namespace: string | undefined): StoredMessage => ({
  stream,
  sequence: message.seq,
  subject: namespace === undefined ? message.subject : message.subject.slice(namespace.length + 1),
  time: new Date(message.info.timestampNanos / 1e6).toISOString(),
  payload: bytesOf(message.data),
  headers: Object.fromEntries([...(message.headers?.keys() ?? [])].map((name) => [name, message.headers?.get(name) ?? ""])),
});
