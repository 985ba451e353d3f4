import { expect, test } from "vitest";
import { type Input, readPassword } from "./ask.ts";

const input: Input = { isTerminal: false, ask: async () => "", askSecret: async () => "typed", readAll: async () => "from stdin \r\n" };

test("a password loses one line end, and nothing else", async () => {
  expect(await readPassword({ passwordStdin: true }, input)).toBe("from stdin ");
  expect(await readPassword({}, { ...input, isTerminal: true })).toBe("typed");
});

test("without a terminal a password is not waited for", async () => {
  await expect(readPassword({}, input)).rejects.toThrow("give --password-file or --password-stdin");
  await expect(readPassword({ passwordStdin: true, passwordFile: "x" }, input)).rejects.toThrow("not both");
  await expect(readPassword({ passwordFile: "/nonexistent" }, input)).rejects.toThrow(
    "/nonexistent cannot be read: there is no such file.",
  );
});
