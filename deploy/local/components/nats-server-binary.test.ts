import { expect, test } from "vitest";
import { isAtLeast, objectionToDebian } from "./nats-server-binary.ts";

test("versions are compared by their numbers, not by their text", () => {
  expect(isAtLeast("2.12.0", [2, 12])).toBe(true);
  expect(isAtLeast("2.9.10", [2, 12])).toBe(false);
  expect(isAtLeast("3.0.0-beta", [2, 12])).toBe(true);
  expect(isAtLeast("2.36", [2, 34])).toBe(true);
});

test("Debian's package is used only where apt can check it and the C library can run it", () => {
  const machine = { hasApt: true, hasKeyring: true, libc: "2.36" };
  expect(objectionToDebian(machine)).toBeUndefined();
  expect(objectionToDebian({ ...machine, libc: "2.31" })).toContain("this machine has 2.31");
  expect(objectionToDebian({ ...machine, libc: undefined })).toContain("GNU C library");
  expect(objectionToDebian({ ...machine, hasKeyring: false })).toContain("not a Debian machine");
});
