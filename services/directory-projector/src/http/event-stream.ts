import type { ServerResponse } from "node:http";

const HEARTBEAT_MS = 10_000;
/** A reader for whom so much waits has gone, whatever his connection says. */
const MOST_WAITING = 2_000;

/** Server-sent events (HTML, section 9.2) to one reader. */
export interface EventStream {
  /**
   * Sends an event. For a reader who is too slow it waits, and what is sent later under the same key takes its place:
   * what waits is bounded by what there is to tell of, never by how often it changes.
   */
  readonly send: (key: string, event: string, data: unknown) => void;
  /** What waits under a key has been overtaken. */
  readonly forget: (key: string) => void;
}

/** A reply of which only the connection is used from here on. */
interface Hijackable {
  readonly hijack: () => unknown;
  readonly raw: ServerResponse;
}

/** Calls `start` once the reader is there; what that returns is called when he has gone. */
export const streamEvents = (reply: Hijackable, first: string, start: (stream: EventStream) => () => void): void => {
  reply.hijack();
  const { raw: response } = reply;
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store", "x-accel-buffering": "no" });
  response.write(`: ${first}\n\n`);

  const waiting = new Map<string, string>();
  const flush = () => {
    for (const [key, text] of waiting) {
      if (response.writableNeedDrain) return;
      waiting.delete(key);
      response.write(text);
    }
  };
  const send: EventStream["send"] = (key, event, data) => {
    waiting.set(key, `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    flush();
    if (waiting.size > MOST_WAITING) response.destroy();
  };
  const stop = start({ send, forget: (key) => void waiting.delete(key) });
  const heartbeat = setInterval(() => {
    if (!response.writableNeedDrain) response.write(": still here\n\n");
  }, HEARTBEAT_MS);
  response.on("drain", flush);
  const end = () => {
    clearInterval(heartbeat);
    stop();
  };
  if (response.destroyed) end();
  else response.once("close", end);
};
