import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { type EventLog, Unanswered } from "@dirstream/event-log";
import { Problem, unavailable } from "@dirstream/service";
import type { Commands } from "../command.ts";
import { openRateLimit } from "./rate-limit.ts";

export const NDJSON = "application/x-ndjson";

export const wantsLines = ({ accept }: IncomingHttpHeaders): boolean => accept?.includes(NDJSON) === true;

export interface Asking<Part> {
  readonly ask: (log: EventLog, signal: AbortSignal) => AsyncGenerator<Part>;
  /** Of the answer: closed when nobody waits for it any more; then the fetcher stops. */
  readonly connection: ServerResponse;
  /** Said where no fetcher answers. */
  readonly unanswered: string;
}

/** What a fetcher answers, part by part. The first is there already: where no fetcher is, that is a problem and no half answer. */
export const askFetcher = async <Part>(
  { eventLog }: Commands,
  { ask, connection, unanswered }: Asking<Part>,
): Promise<AsyncGenerator<Part>> => {
  const log = eventLog();
  if (log === undefined) throw unavailable(unanswered);
  const gone = new AbortController();
  connection.once("close", () => gone.abort(new Unanswered("nobody waits any more")));
  const parts = (async function* (): AsyncGenerator<Part> {
    try {
      yield* ask(log, gone.signal);
    } catch (error) {
      throw error instanceof Unanswered ? unavailable(unanswered) : error;
    }
  })();
  const first = await parts.next();
  return (async function* (): AsyncGenerator<Part> {
    try {
      if (first.done !== true) yield first.value;
      yield* parts;
    } finally {
      await parts.return(undefined);
    }
  })();
};

const PERIOD_MS = 60_000;

/** Lets an account ask so often in a minute. */
export const openTurns = (most: number, { code, of }: { readonly code: string; readonly of: string }): ((account: string) => void) => {
  const limit = openRateLimit({ most, periodMs: PERIOD_MS });
  return (account) => {
    const waitMs = limit(account, Date.now());
    if (waitMs === undefined) return;
    const seconds = Math.ceil(waitMs / 1_000);
    const sentence = `This account has made ${most} ${of} within a minute. Try again in ${seconds} s.`;
    throw new Problem(429, code, sentence, {}, { "retry-after": String(seconds) });
  };
};

/** As it is saved, whoever operates the connector may ask about it; as it is not, only who could save it so. */
export const requireAdminFor = (changes: object, role: string, what: string): void => {
  if (Object.keys(changes).length === 0 || role === "admin") return;
  throw new Problem(403, "forbidden", `${what} other settings than the saved ones needs the role admin.`);
};
