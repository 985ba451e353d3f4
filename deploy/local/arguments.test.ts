import { expect, test } from "vitest";
import { readArguments } from "./arguments.ts";

test("without arguments the demo directory is started, and the origin answers on 7400", () => {
  expect(readArguments([])).toEqual({ port: 7400, demo: true, help: false });
});

test("a port may be chosen, and the demo directory left out", () => {
  expect(readArguments(["--port", "0", "--no-demo"])).toEqual({ port: 0, demo: false, help: false });
});

test("what cannot be understood is said", () => {
  expect(() => readArguments(["--prot", "1"])).toThrow(/--prot/);
  expect(() => readArguments(["--port", "70000"])).toThrow(/0 to 65535/);
  expect(() => readArguments(["--port", "x"])).toThrow(/0 to 65535/);
});
