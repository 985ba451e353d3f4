import type { NatsConnection } from "nats";
import { START } from "./headers.ts";

/** A message whose headers are text of one byte for each character. */
export interface Framed {
  readonly subject: string;
  readonly payload: Uint8Array;
  readonly lines: string;
}

const END = "\r\n";
const CR = 13;
const LF = 10;

/**
 * Messages as the client protocol publishes them (HPUB), one after the other: what the client's own `publish` makes of a thousand messages are
 * three thousand buffers, which it then copies into fifty. `ownLines` gives the lines that come before those of a message.
 */
export const framesOf = (messages: readonly Framed[], ownLines: (at: number) => string): Buffer => {
  const heads = messages.map(({ subject, payload, lines }, at) => {
    const headers = `${START}${ownLines(at)}${lines}${END}`;
    return `HPUB ${subject} ${headers.length} ${headers.length + payload.length}${END}${headers}`;
  });
  const frames = Buffer.allocUnsafeSlow(
    messages.reduce((sum, { payload }, at) => sum + (heads[at] as string).length + payload.length + END.length, 0),
  );
  let end = 0;
  for (let at = 0; at < messages.length; at++) {
    const { payload } = messages[at] as Framed;
    end += frames.write(heads[at] as string, end, "latin1");
    frames.set(payload, end);
    end += payload.length;
    frames[end++] = CR;
    frames[end++] = LF;
  }
  return frames;
};

/** The way on which the client sends what it has made of messages; not part of what it shows. */
interface Sending {
  readonly protocol: { readonly sendCommand: (bytes: Uint8Array) => void };
}

/** In its turn among everything that is published. Lost when the connection is, like everything that was published and not answered. */
export const sendFrames = (nats: NatsConnection, frames: Uint8Array): void => (nats as unknown as Sending).protocol.sendCommand(frames);
