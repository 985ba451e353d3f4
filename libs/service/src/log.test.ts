import { expect, test } from "vitest";
import * as z from "zod";
import { openLog, Secret } from "./index.ts";

const logged = (write: (log: ReturnType<typeof openLog>) => void): string => {
  const lines: string[] = [];
  write(openLog("test", "info", { write: (line) => void lines.push(line) }));
  return lines.join("");
};

test("a line is JSON with the service's name", () => {
  expect(JSON.parse(logged((log) => log.info({ connector: "dc" }, "saved")))).toMatchObject({
    name: "test",
    connector: "dc",
    msg: "saved",
  });
});

test("what hangs on an error is not logged, nor are fields that are named like secrets", () => {
  const error = Object.assign(new Error("refused", { cause: Object.assign(new Error("below"), { body: "canary-1" }) }), {
    body: { bindPassword: "canary-2" },
    config: { headers: { authorization: "canary-3" } },
  });
  const parsed = z.object({ a: z.literal("x") }).safeParse({ a: "canary-4" });
  const text = logged((log) => {
    log.error({ err: error }, "failed");
    log.error({ err: parsed.error }, "failed");
    log.info({ bindPassword: "canary-5", request: { headers: { authorization: "canary-6" } }, held: new Secret("canary-7") }, "asked");
  });
  expect(text).toContain("refused");
  expect(text).toContain("below");
  expect(text).toContain("a (invalid_value)");
  expect(text).not.toContain("canary");
});
