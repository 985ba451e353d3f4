import { expect, test } from "vitest";
import { namesIn } from "./names.ts";
import { difference, serverProblem, streamSettings } from "./stream-settings.ts";

const directory = streamSettings(namesIn(""), "DIRECTORY");
const connectors = streamSettings(namesIn(""), "CONNECTORS");

test("a stream with the wanted settings, and with others that do not matter, will do", () => {
  const found = { ...directory, num_replicas: 3, max_bytes: 10, metadata: { identity: "x" }, compression: "s2" };
  expect(difference("The stream DIRECTORY", directory, found)).toBeUndefined();
});

test("what a server leaves out counts as false", () => {
  const { allow_atomic: _atomic, allow_rollup_hdrs: _rollup, ...found } = connectors;
  expect(difference("The stream CONNECTORS", connectors, found)).toBeUndefined();
  const { allow_atomic: _needed, ...without } = directory;
  expect(difference("The stream DIRECTORY", directory, without)).toMatch(/allow_atomic false, but must have true/);
});

test("the sentence names the stream, the setting, what it is and what it must be, and what to do", () => {
  const found = { ...directory, discard: "old" };
  expect(difference("The stream DIRECTORY", directory, found)).toBe(
    'The stream DIRECTORY has discard "old", but must have "new": change it back with an administrator\'s tool (nats stream edit)',
  );
});

test.each(Object.keys(directory))("another %s is noticed", (setting) => {
  const value = directory[setting];
  const other = typeof value === "boolean" ? !value : typeof value === "number" ? value + 7 : "other";
  expect(difference("The stream DIRECTORY", directory, { ...directory, [setting]: other })).toContain(setting);
});

test.each([
  ["2.9.10", undefined],
  ["2.11.4", 1],
  ["2.12.0", undefined],
  ["1.99.0", 5],
])("nats-server %s with API level %s is refused, saying what is there and what is needed", (version, api_lvl) => {
  const problem = serverProblem({ version, jetstream: true, ...(api_lvl !== undefined && { api_lvl }) });
  expect(problem).toContain(`nats-server ${version}`);
  expect(problem).toContain("2.12 or newer");
});

test.each(["2.12.0", "2.15.1", "2.15.1-RC.2", "3.0.0"])("nats-server %s will do", (version) => {
  expect(serverProblem({ version, api_lvl: 5, jetstream: true })).toBeUndefined();
});

test("a server without JetStream is refused, saying what to add", () => {
  expect(serverProblem({ version: "2.15.1", api_lvl: 5 })).toMatch(/jetstream block/);
});
