import { subjects } from "@dirstream/contracts";
import { expect, test } from "vitest";
import { namesIn, streamOf } from "./names.ts";

test("without a namespace names are as the contracts have them", () => {
  const names = namesIn("");
  expect([names.stream("DIRECTORY"), names.subject("a.b"), names.plain("a.b"), names.bucketStream("SEALED")]).toEqual([
    "DIRECTORY",
    "a.b",
    "a.b",
    "KV_SEALED",
  ]);
});

test("a namespace is added to everything and taken off again", () => {
  const names = namesIn("t1");
  expect([names.stream("DIRECTORY"), names.subject("a.b"), names.bucketStream("SEALED"), names.valueSubject("SEALED", "k")]).toEqual([
    "T1_DIRECTORY",
    "t1.a.b",
    "KV_T1_SEALED",
    "$KV.T1_SEALED.k",
  ]);
  expect(names.plain(names.subject("a.b"))).toBe("a.b");
});

test("a namespace that would reach into other subjects is refused", () => {
  for (const namespace of ["a.b", "*", ">", "T1", "a b"]) expect(() => namesIn(namespace)).toThrow(/namespace/i);
});

test("every subject has its stream", () => {
  expect(streamOf(subjects.account("acme"))).toBe("CONNECTORS");
  expect(streamOf(subjects.connector("acme", "ad"))).toBe("CONNECTORS");
  expect(streamOf(subjects.syncRequest("acme", "ad"))).toBe("SYNC_REQUESTS");
  expect(streamOf(subjects.sync("acme", "ad"))).toBe("DIRECTORY");
  expect(() => streamOf("progress.v1.acme.ad")).toThrow(/no stream/i);
});
