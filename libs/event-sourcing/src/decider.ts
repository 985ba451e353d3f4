/**
 * Three pure functions over plain data: what may happen, and what is so after it happened.
 * The clock and every id are part of the command, so that the same history and command always decide the same.
 */
export interface Decider<Command, Event, State> {
  readonly initialState: State;
  /** The events that the command causes, none when it changes nothing. Throws `Rejected` when it is refused. */
  readonly decide: (command: Command, state: State) => readonly Event[];
  readonly evolve: (state: State, event: Event) => State;
}

/** A command that the rules refuse. `code` is for programs, the message is a sentence for the person who asked. */
export class Rejected extends Error {
  override readonly name = "Rejected";
  readonly code: string;

  constructor(code: string, sentence: string) {
    super(sentence);
    this.code = code;
  }
}
