import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findSystem } from "./find-system.ts";

const nothing = { url: undefined, token: undefined, home: undefined };
const run = { url: "http://127.0.0.1:7400", token: "of-the-run", natsUrl: "nats://x" };
let home: string;
let deep: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "find-system-"));
  deep = join(home, "a", "b");
  mkdirSync(deep, { recursive: true });
  mkdirSync(join(home, ".dirstream"));
  writeFileSync(join(home, ".dirstream", "run.json"), JSON.stringify(run));
});
afterAll(() => rmSync(home, { recursive: true }));

test("the run.json of a local run is found upwards", () => {
  expect(findSystem({}, nothing, deep)).toEqual({ url: run.url, token: run.token });
});

test("the nearest run.json is meant", () => {
  mkdirSync(join(home, "a", ".dirstream"));
  writeFileSync(join(home, "a", ".dirstream", "run.json"), JSON.stringify({ ...run, token: "nearer" }));
  expect(findSystem({}, nothing, deep).token).toBe("nearer");
  rmSync(join(home, "a", ".dirstream"), { recursive: true });
});

test("what is typed goes before the environment, and that before run.json", () => {
  const environment = { url: "https://dirstream.example.com/", token: "of-the-environment", home: undefined };
  expect(findSystem({}, environment, deep)).toEqual({ url: "https://dirstream.example.com", token: "of-the-environment" });
  expect(findSystem({ url: "http://other:1", token: "typed" }, environment, deep)).toEqual({ url: "http://other:1", token: "typed" });
});

test("the token of a local run is not shown to another system", () => {
  expect(() => findSystem({ url: "https://elsewhere.example.com" }, nothing, deep)).toThrow(
    "There is no token for https://elsewhere.example.com.",
  );
  expect(findSystem({ url: `${run.url}/` }, nothing, deep).token).toBe(run.token);
});

test("a token of the environment is not shown to a system that a file names", () => {
  expect(findSystem({}, { ...nothing, token: "of-the-environment" }, deep).token).toBe(run.token);
});

test("another home is read where it is said to be", () => {
  expect(findSystem({}, { ...nothing, home: join(home, ".dirstream") }, tmpdir()).token).toBe(run.token);
});

test("without any system, the sentence says what to do", () => {
  const elsewhere = mkdtempSync(join(tmpdir(), "nothing-"));
  expect(() => findSystem({}, nothing, elsewhere)).toThrow(
    "No running system was found. Start one with npm start, or name one with DIRSTREAM_URL",
  );
  rmSync(elsewhere, { recursive: true });
});

test.each(["localhost:7400", "ftp://x", "nonsense"])("%s is no URL of a system", (url) => {
  expect(() => findSystem({ url, token: "t" }, nothing, deep)).toThrow("is not a URL such as");
});

test("a run.json that cannot be understood is said, without what is in it", () => {
  const broken = join(home, "broken");
  mkdirSync(broken);
  writeFileSync(join(broken, "run.json"), '{"token":"S3cret"');
  expect(() => findSystem({}, { ...nothing, home: broken }, deep)).toThrow("is not what npm start writes");
  expect(() => findSystem({}, { ...nothing, home: broken }, deep)).not.toThrow("S3cret");
});
