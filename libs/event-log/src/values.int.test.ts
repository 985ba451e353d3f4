import { SEALED_BUCKET, sealedKey } from "@dirstream/contracts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askApi } from "./ask.ts";
import type { EventLog } from "./event-log.ts";
import { bytes, openTestLog, text } from "./testing/test-log.ts";
import { deleteValue, getValue, listKeys, putValue } from "./values.ts";

let log: EventLog;
beforeAll(async () => {
  log = await openTestLog();
});
afterAll(() => log[Symbol.asyncDispose]());

const bucket = SEALED_BUCKET;
const put = (key: string, value: string) => putValue(log, { bucket, key, value: bytes(value) });
const get = async (key: string) => text(await getValue(log, { bucket, key }));

test("a value is what was put last", async () => {
  const key = sealedKey("acme", "ad", "1");
  expect(await get(key)).toBeUndefined();
  await put(key, "first");
  await put(key, "second");
  expect(await get(key)).toBe("second");
});

test("of a deleted value nothing stays", async () => {
  const key = sealedKey("acme", "deleted", "1");
  await put(key, "secret");
  await deleteValue(log, { bucket, key });
  expect(await get(key)).toBeUndefined();
  const all = await askApi<{ state: { messages: number; bytes: number } }>(log, `STREAM.INFO.${log.names.bucketStream(bucket)}`);
  const last = await askApi<{ message: { data?: string } }>(log, `STREAM.MSG.GET.${log.names.bucketStream(bucket)}`, {
    last_by_subj: log.names.valueSubject(bucket, key),
  });
  expect([last.message.data ?? "", all.state.messages]).toEqual(["", 2]);
  await deleteValue(log, { bucket, key });
});

test("keys are listed without the deleted ones, all or those of a filter", async () => {
  for (const key of ["b.one.1", "b.one.2", "b.two.1"]) await put(key, "v");
  await deleteValue(log, { bucket, key: "b.one.1" });
  expect(await listKeys(log, { bucket, filter: "b.>" })).toEqual(["b.one.2", "b.two.1"]);
  expect(await listKeys(log, { bucket, filter: "b.two.*" })).toEqual(["b.two.1"]);
  expect(await listKeys(log, { bucket })).toEqual(expect.arrayContaining(["b.one.2", "b.two.1"]));
  expect(await listKeys(log, { bucket, filter: "nobody.>" })).toEqual([]);
});

test.each(["a.*", ">", "a b", "", "a..b"])("a key that would reach other keys is refused: %j", async (key) => {
  await expect(putValue(log, { bucket, key, value: bytes("") })).rejects.toThrow(/key/);
  await expect(getValue(log, { bucket, key })).rejects.toThrow(/key/);
});
