import { MalformedBer, SEQUENCE } from "./ber.ts";

/** One group of 200,000 members is one message of about 12 MB; nothing honest is near this. */
export const MOST_MESSAGE_BYTES = 64 * 1024 * 1024;
/** A message larger than this is put together as it arrives, so that it is in memory once and not twice. */
const LARGE_MESSAGE_BYTES = 1024 * 1024;

/** Cuts what a connection brings into LDAP messages, one after the other, without copying what arrives whole. */
export interface Frames {
  /** Calls back with every message that is complete now. The callback returns false to stop there. */
  push(chunk: Buffer, onFrame: (frame: Buffer) => boolean): void;
  /** Bytes of a message that is not complete yet. */
  readonly pendingBytes: number;
}

/** @throws MalformedBer as soon as a message announces itself as something else, or as larger than `mostBytes`. */
export const frames = (mostBytes: number = MOST_MESSAGE_BYTES): Frames => {
  let held: Buffer[] = [];
  let heldBytes = 0;
  /** How many bytes the message at hand has, as far as its header is known. */
  let neededBytes = 0;
  /** Of a large message, all of it. */
  let large: Buffer | undefined;

  const hold = (rest: Buffer): void => {
    if (neededBytes > LARGE_MESSAGE_BYTES) large ??= Buffer.allocUnsafeSlow(neededBytes);
    if (large === undefined) held.push(rest);
    else rest.copy(large, heldBytes);
    heldBytes += rest.length;
  };

  const release = (): Buffer => {
    const whole = large ?? (held.length === 1 ? (held[0] as Buffer) : Buffer.concat(held, heldBytes));
    large = undefined;
    held = [];
    heldBytes = 0;
    return whole;
  };

  return {
    get pendingBytes() {
      return heldBytes;
    },
    push(chunk, onFrame) {
      let at = 0;
      while (heldBytes > 0) {
        const missing = Math.min(neededBytes - heldBytes, chunk.length - at);
        hold(chunk.subarray(at, at + missing));
        at += missing;
        if (heldBytes < neededBytes) return;
        const whole = release();
        neededBytes = frameBytes(whole, 0, mostBytes);
        if (neededBytes > whole.length) hold(whole);
        else if (!onFrame(whole)) return;
      }
      while (at < chunk.length) {
        neededBytes = frameBytes(chunk, at, mostBytes);
        if (neededBytes > chunk.length - at) {
          hold(chunk.subarray(at));
          return;
        }
        const frame = chunk.subarray(at, at + neededBytes);
        at += neededBytes;
        if (!onFrame(frame)) return;
      }
    },
  };
};

/** Size of the message that begins here, or of its header while that is incomplete. */
const frameBytes = (bytes: Buffer, start: number, mostBytes: number): number => {
  if (bytes[start] !== SEQUENCE) throw new MalformedBer("a message does not begin as one");
  const first = bytes[start + 1];
  if (first === undefined) return 2;
  if (first < 0x80) return 2 + first;
  const digits = first & 0x7f;
  if (digits === 0 || digits > 4) throw new MalformedBer("a message has a length in a form that is not allowed");
  if (bytes.length - start < 2 + digits) return 2 + digits;
  const size = 2 + digits + bytes.readUIntBE(start + 2, digits);
  if (size > mostBytes) throw new MalformedBer(`a message of ${size} bytes is larger than ${mostBytes}`);
  return size;
};
