import * as z from "zod";
import type { EventOf, EventType } from "./event-type.ts";
import { type Fits, fitsOf } from "./fits.ts";

/** What CloudEvents says about an event, apart from its data. */
export interface EventMetadata {
  /** Random (UUID). It doubles as a nonce: the hash of an erased event tells nothing about the event. */
  readonly id: string;
  /** The service that observed or decided it, such as `/dirstream/ldap-fetcher`. */
  readonly source: string;
  /** RFC 3339, UTC. */
  readonly time: string;
}

/**
 * What a reader can find in a message.
 * *unknown* is not *invalid*: a work consumer steps over what it does not know, a projection must stop at a version newer than itself.
 */
export type Decoded<Event> =
  | { readonly kind: "event"; readonly event: Event; readonly metadata: EventMetadata }
  | { readonly kind: "unknown"; readonly type: string; readonly version: number }
  | { readonly kind: "invalid"; readonly reason: string };

/** A closed set of event types that travel together: encodes the current version, decodes every version ever released. */
export interface Registry<Event> {
  readonly types: readonly EventType[];
  readonly encode: (event: Event, metadata: EventMetadata) => Uint8Array;
  readonly decode: (payload: Uint8Array) => Decoded<Event>;
}

// CloudEvents 1.0, structured JSON. Loose: attributes that later producers add are not ours to refuse.
const Envelope = z.looseObject({
  specversion: z.literal("1.0"),
  id: z.string().min(1),
  source: z.string().min(1),
  type: z.string().min(1),
  time: z.iso.datetime(),
  data: z.unknown(),
});

const fitsEnvelope = fitsOf(Envelope);

const wireType = (type: EventType): string => `dirstream.${type.type}.v${type.version}`;
const WIRE_TYPE = /^dirstream\.([A-Za-z]+)\.v([1-9][0-9]*)$/;

const utf8 = new TextDecoder("utf-8", { fatal: true });
const encoder = new TextEncoder();
const SLAB_BYTES = 256 * 1024;
/** UTF-8 takes at most so many bytes for a unit of UTF-16. */
const MOST_BYTES_PER_UNIT = 3;
let slab = new Uint8Array(0);

/** Payloads share slabs: a buffer of its own for each of them would cost more than all the encoding. */
const utf8Of = (text: string): Uint8Array => {
  const most = text.length * MOST_BYTES_PER_UNIT;
  if (most > SLAB_BYTES) return encoder.encode(text);
  if (most > slab.length) slab = new Uint8Array(SLAB_BYTES);
  const { written } = encoder.encodeInto(text, slab);
  const bytes = slab.subarray(0, written);
  slab = slab.subarray(written);
  return bytes;
};

export const registryOf = <const Types extends readonly EventType[]>(...types: Types): Registry<EventOf<Types[number]>> => {
  type Event = EventOf<Types[number]>;
  const byName = new Map(types.map((type) => [type.type, type]));
  const fits = new Map(types.map((type) => [type as EventType, fitsOf(type.data)]));

  const encode = (event: Event, { id, source, time }: EventMetadata): Uint8Array => {
    const type = byName.get(event.type);
    if (type === undefined) throw new TypeError(`${event.type} is not an event of this registry`);
    return utf8Of(JSON.stringify({ specversion: "1.0", id, source, type: wireType(type), time, data: event.data }));
  };

  const decode = (payload: Uint8Array): Decoded<Event> => {
    let json: unknown;
    try {
      json = JSON.parse(utf8.decode(payload));
    } catch {
      return { kind: "invalid", reason: "the message is not JSON in UTF-8" };
    }
    const envelope = parse(Envelope, fitsEnvelope, json);
    if (!envelope.success) return { kind: "invalid", reason: `not a CloudEvents 1.0 envelope: ${issues(envelope.error)}` };

    const [, name = envelope.data.type, version = "0"] = WIRE_TYPE.exec(envelope.data.type) ?? [];
    const type = byName.get(name);
    if (type === undefined || Number(version) < 1 || Number(version) > type.version) {
      return { kind: "unknown", type: name, version: Number(version) };
    }
    return lift(type, fits.get(type) as Fits, Number(version), envelope.data) as Decoded<Event>;
  };

  return { types, encode, decode };
};

/** What fits is taken as it is: a reader of a long log has no time for a copy of each message. */
const parse = <Schema extends z.ZodType>(schema: Schema, fits: Fits, value: unknown): z.ZodSafeParseResult<z.output<Schema>> =>
  fits(value) ? { success: true, data: value as z.output<Schema> } : schema.safeParse(value);

const lift = (type: EventType, fits: Fits, version: number, envelope: z.output<typeof Envelope>): Decoded<unknown> => {
  let data = envelope.data;
  for (const { from, lift } of type.upcasters.slice(version - 1)) {
    const old = from.safeParse(data);
    if (!old.success) return { kind: "invalid", reason: `${type.type} v${version}: ${issues(old.error)}` };
    data = lift(old.data as never);
  }
  const current = parse(type.data, fits, data);
  if (!current.success) return { kind: "invalid", reason: `${type.type} v${version}: ${issues(current.error)}` };
  const { id, source, time } = envelope;
  return { kind: "event", event: { type: type.type, data: current.data }, metadata: { id, source, time } };
};

// Paths and rules only: zod's own messages may quote the input, and the input may be a person's data.
const issues = (error: z.ZodError): string =>
  error.issues.map((issue) => `${issue.path.join(".") || "the whole"} (${issue.code})`).join(", ");
