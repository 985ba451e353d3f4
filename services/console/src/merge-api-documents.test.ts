import { expect, test } from "vitest";
import { mergeApiDocuments } from "./merge-api-documents.ts";

const part = { openapi: "3.1.0", info: { title: "part", version: "1" } };
const Problem = { type: "object" };

test("components that two services share stand once", () => {
  const documents = [
    { ...part, components: { schemas: { Problem, User: {} } } },
    { ...part, components: { schemas: { Problem } } },
  ];
  expect(mergeApiDocuments(documents).components).toEqual({ schemas: { Problem, User: {} } });
});

test("one name for two things is refused, not decided silently", () => {
  const documents = [
    { ...part, paths: { "/a": { get: { summary: "one" } } } },
    { ...part, paths: { "/a": { get: { summary: "other" } } } },
  ];
  expect(() => mergeApiDocuments(documents)).toThrow("Two services describe /a get differently");
});

test("something that is no OpenAPI document is not merged", () => {
  expect(() => mergeApiDocuments([{ detail: "not ready" }])).toThrow();
});
