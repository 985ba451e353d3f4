import type { Decider } from "./decider.ts";

/** What a decider reads history with. */
export type Evolution<Event, State> = Pick<Decider<never, Event, State>, "initialState" | "evolve">;

/** The state after these events; `from` goes on from a state that was folded before. */
export const fold = <Event, State>(
  { initialState, evolve }: Evolution<Event, State>,
  events: Iterable<Event>,
  from: State = initialState,
): State => {
  let state = from;
  for (const event of events) state = evolve(state, event);
  return state;
};
