import { describe, expect, test } from "vitest";
import { type Decider, fold, Rejected, specify } from "./index.ts";

type Event = { readonly type: "DoorOpened" } | { readonly type: "DoorClosed" };
type Command = { readonly type: "OpenDoor" } | { readonly type: "CloseDoor" };

const door: Decider<Command, Event, "open" | "closed"> = {
  initialState: "closed",
  decide: ({ type }, state) => {
    if (type === "CloseDoor") return state === "closed" ? [] : [{ type: "DoorClosed" }];
    if (state === "open") throw new Rejected("already-open", "The door is already open");
    return [{ type: "DoorOpened" }];
  },
  evolve: (_state, event) => (event.type === "DoorOpened" ? "open" : "closed"),
};

const given = specify(door);

describe("a specification holds", () => {
  test("when the command causes the expected events", () => given().when({ type: "OpenDoor" }).then({ type: "DoorOpened" }));
  test("when the command changes nothing", () => given().when({ type: "CloseDoor" }).thenNothing());
  test("when the command is rejected with the expected code", () =>
    given({ type: "DoorOpened" }).when({ type: "OpenDoor" }).thenRejected("already-open"));
  test("when the command is rejected with the expected sentence", () =>
    given({ type: "DoorOpened" })
      .when({ type: "OpenDoor" })
      .thenRejected(/already open/));
});

describe("a specification fails", () => {
  test("when other events follow", () => expect(() => given().when({ type: "OpenDoor" }).then({ type: "DoorClosed" })).toThrow());
  test("when events follow and none were expected", () => expect(() => given().when({ type: "OpenDoor" }).thenNothing()).toThrow());
  test("when nothing is rejected", () => expect(() => given().when({ type: "OpenDoor" }).thenRejected(/./)).toThrow());
  test("when it is rejected for another reason", () =>
    expect(() => given({ type: "DoorOpened" }).when({ type: "OpenDoor" }).thenRejected("locked")).toThrow());
  test("when an ordinary error is thrown instead of a rejection", () => {
    const broken = {
      ...door,
      decide: () => {
        throw new Error("The door is already open");
      },
    };
    expect(() =>
      specify(broken)()
        .when({ type: "OpenDoor" })
        .thenRejected(/already open/),
    ).toThrow();
  });
});

test("a fold goes on from a state that was folded before", () => {
  expect(fold(door, [{ type: "DoorClosed" }], fold(door, [{ type: "DoorOpened" }]))).toBe("closed");
  expect(fold(door, [], "open")).toBe("open");
});
