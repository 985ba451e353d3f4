import { existsSync, readFileSync } from "node:fs";
import specification from "@asyncapi/specs/schemas/3.0.0-without-$id.json" with { type: "json" };
import { Ajv } from "ajv";
import ajvFormats from "ajv-formats";
import { expect, test } from "vitest";
import { parse } from "yaml";

const inPackage = (path: string) => new URL(`../${path}`, import.meta.url);
const document = () => parse(readFileSync(inPackage("asyncapi.yaml"), "utf8"));

const ajv = new Ajv({ strict: false, logger: false, validateFormats: false });
ajvFormats.default(ajv);
const isAsyncApi = ajv.compile(specification);

test("asyncapi.yaml is an AsyncAPI 3.0 document", () => {
  expect(isAsyncApi(document()) || isAsyncApi.errors).toBe(true);
});

test("an operation that AsyncAPI does not know is found", () => {
  const wrong = document();
  wrong.operations.publishEntry.action = "shout";
  expect(isAsyncApi(wrong)).toBe(false);
});

test("every reference in asyncapi.yaml leads somewhere", () => {
  const root = document();
  const resolves = (ref: string): boolean =>
    ref.startsWith("./")
      ? existsSync(inPackage(ref))
      : ref
          .slice(2)
          .split("/")
          .reduce((at, key) => at?.[key], root) !== undefined;
  const refs: string[] = [];
  JSON.stringify(root, (key, value) => {
    if (key === "$ref") refs.push(value);
    return value;
  });
  expect(refs.length).toBeGreaterThan(20);
  expect(refs.filter((ref) => !resolves(ref))).toEqual([]);
});
