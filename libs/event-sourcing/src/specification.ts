import assert from "node:assert/strict";
import { type Decider, Rejected } from "./decider.ts";
import { fold } from "./fold.ts";

/** Given a history, when a command comes, then these events follow, or none, or it is rejected (by code, or by its sentence). */
export const specify =
  <Command, Event, State>(decider: Decider<Command, Event, State>) =>
  (...history: Event[]) => ({
    when: (command: Command) => {
      const decide = () => decider.decide(command, fold(decider, history));
      return {
        // biome-ignore lint/suspicious/noThenProperty: given, when, then; nobody awaits it
        then: (...expected: [Event, ...Event[]]) => assert.deepEqual(decide(), expected),
        thenNothing: () => assert.deepEqual(decide(), []),
        thenRejected: (reason: string | RegExp) =>
          assert.throws(
            decide,
            (error) => error instanceof Rejected && (typeof reason === "string" ? error.code === reason : reason.test(error.message)),
          ),
      };
    },
  });
