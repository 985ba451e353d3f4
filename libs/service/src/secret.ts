import { inspect } from "node:util";
import * as z from "zod";

const REDACTED = "[redacted]";

/** A value that must not be shown: printed, logged, inspected or serialised it reads "[redacted]". Only `reveal` gives it out. */
export class Secret<T = string> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}

/** A text that becomes a Secret as soon as it is parsed. */
export const SecretText = z
  .string()
  .meta({ format: "password", writeOnly: true })
  .transform((text) => new Secret(text));
