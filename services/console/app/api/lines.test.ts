import { expect, test } from "vitest";
import { readLines } from "./lines.ts";

const streamOf = (chunks: readonly Uint8Array[], onCancel = () => {}) => {
  const left = [...chunks];
  return new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const chunk = left.shift();
      if (chunk === undefined) controller.close();
      else controller.enqueue(chunk);
    },
    cancel: onCancel,
  });
};

test("lines are whole however the bytes are cut, also inside a character", async () => {
  const text = '{"name":"Zoë"}\n\n{"name":"李"}\n{"last":true}';
  const bytes = new TextEncoder().encode(text);
  for (const size of [1, 2, 3, 7, bytes.length]) {
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.slice(at * size, (at + 1) * size));
    expect(await Array.fromAsync(readLines(streamOf(chunks)))).toEqual([{ name: "Zoë" }, { name: "李" }, { last: true }]);
  }
});

test("a line is there before the answer ends", async () => {
  const held = Promise.withResolvers<void>();
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode('{"stage":"resolve"}\n{"sta')),
    pull: () => held.promise,
  });
  const lines = readLines(stream);
  expect((await lines.next()).value).toEqual({ stage: "resolve" });
  held.resolve();
});

test("whoever stops reading stops the work behind it", async () => {
  let cancelled = false;
  const bytes = new TextEncoder().encode('{"n":1}\n');
  const lines = readLines(
    streamOf([bytes, bytes, bytes, bytes], () => {
      cancelled = true;
    }),
  );
  for await (const _ of lines) break;
  expect(cancelled).toBe(true);
});
