/** What was asked for cannot be done; the message is for the person who asked. Ends with status 1. */
export class CannotDo extends Error {
  override readonly name: string = "CannotDo";
}

/** It was asked for in a way that cannot be understood. Ends with status 2. */
export class WrongUse extends Error {
  override readonly name = "WrongUse";
}
