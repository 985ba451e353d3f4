import { EventEmitter } from "node:events";
import type { ServerResponse } from "node:http";
import { expect, test, vi } from "vitest";
import { type EventStream, streamEvents } from "./event-stream.ts";

/** A connection that takes as much as the test says. */
const openReader = () => {
  const written: string[] = [];
  const raw = Object.assign(new EventEmitter(), {
    ...{ written, writableNeedDrain: false, destroyed: false },
    writeHead: () => raw,
    write: (text: string) => written.push(text),
    destroy: vi.fn(() => raw.emit("close")),
  });
  let stream: EventStream | undefined;
  const stop = vi.fn();
  streamEvents({ hijack: () => undefined, raw: raw as unknown as ServerResponse }, "first", (opened) => {
    stream = opened;
    return stop;
  });
  return { raw, stop, stream: stream as unknown as EventStream, sent: () => written.slice(1).map((text) => text.split("\n")[1]) };
};

test("a reader who is too slow gets the last of what has the same key, and everything that has not", () => {
  const { raw, stream, sent } = openReader();
  raw.writableNeedDrain = true;
  for (let read = 1; read <= 1_000; read++) stream.send("progress", "run", read);
  stream.send("ended/1", "run", "one");
  stream.send("ended/2", "run", "two");
  expect(sent()).toEqual([]);
  raw.writableNeedDrain = false;
  raw.emit("drain");
  expect(sent()).toEqual(["data: 1000", 'data: "one"', 'data: "two"']);
  raw.emit("close");
});

test("an end overtakes the progress that waits before it", () => {
  const { raw, stream, sent } = openReader();
  raw.writableNeedDrain = true;
  stream.send("progress", "run", 1);
  stream.forget("progress");
  stream.send("ended/1", "run", "one");
  raw.writableNeedDrain = false;
  raw.emit("drain");
  expect(sent()).toEqual(['data: "one"']);
  raw.emit("close");
});

test("a reader who takes nothing at all is let go of, and nothing is told him any more", () => {
  const { raw, stream, stop } = openReader();
  raw.writableNeedDrain = true;
  for (let run = 0; run <= 2_000; run++) stream.send(`ended/${run}`, "run", run);
  expect(raw.destroy).toHaveBeenCalledOnce();
  expect(stop).toHaveBeenCalledOnce();
});
