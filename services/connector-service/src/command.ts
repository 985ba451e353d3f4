import { type EventLog, StreamFull } from "@dirstream/event-log";
import { Rejected } from "@dirstream/event-sourcing";
import {
  etagOf,
  formatPosition,
  invalidRequest,
  type Log,
  noSuchAccount,
  noSuchConnector,
  POSITION_HEADER,
  type Position,
  Problem,
  ProblemBody,
  unavailable,
} from "@dirstream/service";
import type { Seal } from "./passwords/seal.ts";

/** What the routes work with. */
export interface Commands {
  /** undefined until the log was reached for the first time. */
  readonly eventLog: () => EventLog | undefined;
  readonly seal: Seal;
  readonly log: Log;
}

/** A person waits: rather say after this time that it did not work. */
const DEADLINE_MS = 4_500;

/** Runs a command against the log; whatever stops it becomes a problem with a sentence. */
export const command = async <Result>(
  { eventLog }: Commands,
  run: (log: EventLog, signal: AbortSignal) => Promise<Result>,
): Promise<Result> => {
  const log = eventLog();
  if (log === undefined) throw unavailable("The event log cannot be reached. Nothing was changed.");
  const signal = AbortSignal.timeout(DEADLINE_MS);
  try {
    return await run(log, signal);
  } catch (error) {
    if (error instanceof Problem) throw error;
    if (error instanceof Rejected) throw problemOf(error);
    if (error instanceof StreamFull) throw new Problem(507, "logFull", `${error.message}. Nothing was changed.`);
    if (signal.aborted)
      throw unavailable("The event log does not answer. Look whether the command has come through before you send it again.");
    throw error;
  }
};

/** A command that the rules refuse, as the answer to whoever sent it. */
const problemOf = ({ code, message }: Rejected): Problem => {
  switch (code) {
    case "noSuchAccount":
      return noSuchAccount();
    case "noSuchConnector":
      return noSuchConnector();
    case "passwordRequired":
      return new Problem(422, code, message, { errors: [{ pointer: "/bindPassword", detail: message }] });
    case "startTlsUnencrypted":
      return invalidRequest([{ pointer: "/startTls", detail: message }]);
    default:
      return new Problem(409, code, message);
  }
};

/** How far a reader must have read to see what a command did, and the state that it left behind. */
export const stateHeaders = (position: Position): Record<string, string> => ({
  [POSITION_HEADER]: formatPosition(position),
  ...(position.CONNECTORS === undefined ? {} : { etag: etagOf(position.CONNECTORS) }),
});

/** For the description of every route: what an answer with a problem looks like. */
export const problems = {
  "4xx": { description: "What is wrong", content: { "application/problem+json": { schema: ProblemBody } } },
} as const;
