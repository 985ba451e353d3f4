import { type LookupLine, LookupRequest, WHOLE_SCOPE } from "@dirstream/contracts";
import type { EventLog } from "@dirstream/event-log";
import { type Access, openWith } from "../open-for.ts";
import { failureOf } from "../run-sync.ts";
import { lookUp } from "./look-up.ts";

export interface Searcher {
  readonly log: EventLog;
  readonly access: Access;
  /** Ends what is under way when the process must leave. */
  readonly signal: AbortSignal;
  /** Told of what the fetcher was not made for, but never of the question: it holds somebody's name. */
  readonly onError: (error: unknown, place: { readonly lookupId: string; readonly account: string; readonly connector: string }) => void;
  /** For tests: shorter than what suits people. */
  readonly withinMs?: number;
}

/** A person waits. */
const LOOKUP_MS = 10_000;

/** Answers a question of `ldap.v1.lookup`: one part for each line. */
export async function* answerLookup(searcher: Searcher, payload: Uint8Array): AsyncGenerator<Uint8Array> {
  const request = LookupRequest.parse(JSON.parse(new TextDecoder().decode(payload)));
  const unwanted = new AbortController();
  const tooLate = AbortSignal.timeout(searcher.withinMs ?? LOOKUP_MS);
  const signal = AbortSignal.any([searcher.signal, tooLate, unwanted.signal]);
  const encoder = new TextEncoder();
  try {
    for await (const line of linesOf({ ...searcher, signal }, request, tooLate)) yield encoder.encode(JSON.stringify(line));
  } finally {
    unwanted.abort();
  }
}

async function* linesOf(
  { log, access, signal, onError }: Searcher,
  request: LookupRequest,
  tooLate: AbortSignal,
): AsyncGenerator<LookupLine> {
  const { lookupId, account, connector, settings } = request;
  try {
    const password = await access.openPassword(log, { account, connector }, settings.passwordVersion);
    using directory = await openWith({ ...settings, scope: WHOLE_SCOPE }, password, access, signal);
    yield* lookUp(directory, request);
  } catch (error) {
    const { stage, code, message } = failureOf(error);
    if (code === "internal") onError(error, { lookupId, account, connector });
    yield code === "abandoned" && tooLate.aborted ? tookTooLong(settings.primaryHost) : { line: "failed", stage, code, message };
  }
}

const tookTooLong = (host: string): LookupLine => ({
  ...{ line: "failed", stage: "read", code: "lookupTookTooLong" },
  message: `${host} has not answered within ${LOOKUP_MS / 1_000} s. Where it is a large one, ask by the e-mail address or the DN: those it finds sooner.`,
});
