import type { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { Step } from "./answer-search.ts";
import type { Faults, Stage } from "./faults.ts";

/** Entries are put together to packets of about this size. */
const PACKET_BYTES = 64 * 1024;

/** Thrown out of whatever is being said: nothing more is. */
export class Stopped extends Error {}

export interface Speaker {
  /** What happens at a stage that has been reached: nothing, or the end. */
  readonly reach: (stage: Stage) => void;
  readonly say: (bytes: Buffer) => Promise<void>;
  readonly sayAll: (steps: Iterable<Step>) => Promise<void>;
}

/** Says what it is given on one connection, as slowly and as far as the faults of the moment allow. */
export const speaker = (socketNow: () => Socket, { faults, die }: { readonly faults: () => Faults; readonly die: () => void }): Speaker => {
  let saidBytes = 0;
  const reach: Speaker["reach"] = (stage) => {
    const { stop } = faults();
    if (stop?.at !== stage) return;
    if (stop.how === "die") die();
    if (stop.how === "close") socketNow().destroy();
    throw new Stopped();
  };
  const say: Speaker["say"] = async (bytes) => {
    const socket = socketNow();
    for (let at = 0; at < bytes.length; ) {
      const { closeAfterBytes, dripMs } = faults();
      if (socket.destroyed) throw new Stopped();
      const most = dripMs !== undefined ? 1 : closeAfterBytes === undefined ? bytes.length : Math.max(1, closeAfterBytes - saidBytes);
      const part = bytes.subarray(at, at + most);
      at += part.length;
      saidBytes += part.length;
      if (!socket.write(part)) await drained(socket);
      if (dripMs !== undefined) await delay(dripMs);
      if (closeAfterBytes !== undefined && saidBytes >= closeAfterBytes) {
        socket.destroySoon();
        throw new Stopped();
      }
    }
  };
  const sayAll: Speaker["sayAll"] = async (steps) => {
    let packet: Buffer[] = [];
    let bytes = 0;
    const send = async () => {
      const whole = packet.length === 1 ? (packet[0] as Buffer) : Buffer.concat(packet);
      packet = [];
      bytes = 0;
      await say(whole);
    };
    for (const step of steps) {
      if ("reached" in step) {
        await send();
        reach(step.reached);
        continue;
      }
      packet.push(step);
      bytes += step.length;
      if (bytes >= PACKET_BYTES) await send();
    }
    await send();
  };
  return { reach, say, sayAll };
};

/** Until it takes more, or never will. */
const drained = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      socket.off("drain", done).off("close", done);
      resolve();
    };
    socket.on("drain", done).on("close", done);
  });
