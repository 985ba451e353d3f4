import { type DestinationStream, type Logger, pino } from "pino";
import * as z from "zod";
import type { LogLevel } from "./config.ts";

export type Log = Logger;

// A second line of defence: whoever holds a secret holds it as a Secret, which prints nothing.
const SECRET_NAMES = ["password", "bindPassword", "authorization", "token", "secret", "privateKey", "cookie"];
const secretPaths = SECRET_NAMES.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** JSON lines on standard output. */
export const openLog = (name: string, level: LogLevel = "info", destination?: DestinationStream): Log => {
  const options = {
    name,
    level,
    redact: { paths: secretPaths, censor: "[redacted]" },
    serializers: { err: describeError, error: describeError },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
};

interface DescribedError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: DescribedError;
}

const MOST_CAUSES = 5;

/**
 * What a log may hold of an error: its name, message, code, stack and causes. Nothing else that hangs on it,
 * since clients attach requests, rows and bodies. Of a schema's complaint only the places: it may quote what was sent.
 */
export const describeError = (error: unknown, depth = 0): DescribedError => {
  if (error instanceof z.core.$ZodError) {
    return { name: "ZodError", message: error.issues.map(({ path, code }) => `${path.join(".") || "the whole"} (${code})`).join(", ") };
  }
  if (!(error instanceof Error)) return { name: typeof error, message: "something that is not an error was thrown" };
  const { name, message, stack, cause } = error;
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  return {
    name,
    message,
    ...(code === undefined ? {} : { code }),
    ...(stack === undefined ? {} : { stack }),
    ...(cause === undefined || depth >= MOST_CAUSES ? {} : { cause: describeError(cause, depth + 1) }),
  };
};
