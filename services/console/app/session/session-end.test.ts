import { expect, test } from "vitest";
import { foundHere, goOnAsAnother, sessionState, waitForSignIn, whoIsBack } from "./session-end.ts";

const anna = { subject: "1", name: "Anna" };
const bob = { subject: "2", name: "Bob" };
const waits = () => waitForSignIn(AbortSignal.timeout(5_000));

test("whoever signs in is told apart by more than the name", () => {
  expect(whoIsBack(anna, undefined)).toBe("nobody");
  expect(whoIsBack(anna, { ...anna, name: "Anna Smith" })).toBe("same");
  expect(whoIsBack(anna, { ...anna, subject: "3" })).toBe("another");
  expect(whoIsBack(undefined, bob)).toBe("same");
});

test("what waits goes on by itself only for whose page it is; anybody else is asked first", async () => {
  foundHere(anna);
  const first = waits();
  expect(sessionState()).toEqual({ is: "ended" });
  foundHere(undefined);
  expect(sessionState()).toEqual({ is: "ended" });
  foundHere(bob);
  expect(sessionState()).toEqual({ is: "another", before: anna, now: bob });
  foundHere(anna);
  expect(await first).toBe("same");
  expect(sessionState()).toEqual({ is: "goingOn" });

  const second = waits();
  foundHere(bob);
  goOnAsAnother();
  expect(await second).toBe("another");
  foundHere(bob);
  expect(sessionState()).toEqual({ is: "goingOn" });
});

test("somebody else is noticed also before anything was refused", () => {
  foundHere(bob);
  foundHere(anna);
  expect(sessionState()).toEqual({ is: "another", before: bob, now: anna });
  goOnAsAnother();
  expect(sessionState()).toEqual({ is: "goingOn" });
});
