import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { chooseSource, type Source } from "./choose-source.ts";

const engine = { address: "unix:///engine.sock", hasImage: async () => true };
const disposed = vi.fn();
const source = (values: string): Source<string> => ({ values, description: values, [Symbol.asyncDispose]: async () => disposed(values) });
const sources = {
  name: "NATS",
  named: undefined,
  image: "nats:test",
  startContainer: async () => source("a container"),
  startLocal: async () => source("a local one"),
};

let said: string[];
beforeEach(() => {
  said = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => void said.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  disposed.mockReset();
});

test("what the environment names goes before everything", async () => {
  expect((await chooseSource({ ...sources, named: "named" }, engine)).values).toBe("named");
});

test("where an engine answers it is a container, else a local program, and the run says which", async () => {
  expect((await chooseSource(sources, engine)).values).toBe("a container");
  expect((await chooseSource(sources, undefined)).values).toBe("a local one");
  expect(said).toEqual(["NATS     a container", "NATS     a local one"]);
});

test("an image that cannot be had is said, and a local program takes its place", async () => {
  const startContainer = () => Promise.reject(new Error("no such host\nand more"));
  const chosen = await chooseSource({ ...sources, startContainer }, { ...engine, hasImage: async () => false });
  expect(chosen.values).toBe("a local one");
  expect(said).toEqual(["NATS     pulling nats:test …", "NATS     no container of nats:test: no such host", "NATS     a local one"]);
});

test("a container that comes too late is taken away again", async () => {
  vi.useFakeTimers();
  const container = Promise.withResolvers<Source<string>>();
  const choosing = chooseSource({ ...sources, startContainer: () => container.promise }, engine);
  await vi.advanceTimersByTimeAsync(600_000);
  expect((await choosing).values).toBe("a local one");
  container.resolve(source("a late container"));
  await vi.waitFor(() => expect(disposed).toHaveBeenCalledExactlyOnceWith("a late container"));
});
