import createClient from "openapi-fetch";
import { waitForSignIn } from "../session/session-end.ts";
import { readLines } from "./lines.ts";
import { rememberAnswered, rememberDone, rememberedPosition } from "./position.ts";
import { notSent, problemOf, unreachable } from "./problem.ts";
import type { paths } from "./schema.ts";

/** Other sites cannot send it without being asked first, so a request that has it comes from these pages. */
const OWN_HEADER = "X-Dirstream-Console";

/**
 * Asks the server. A session that has ended in the meantime is renewed first (a dialog asks for it), then the same request is sent again:
 * it was refused unread, so nothing happens twice and nothing that was typed is lost. Where somebody else has signed in, only what reads
 * is sent under that name. Every other refusal is thrown as a problem.
 */
export const ask = async (request: Request): Promise<Response> => {
  request.headers.set(OWN_HEADER, "1");
  const position = rememberedPosition();
  if (request.method === "GET" && position !== undefined) request.headers.set("Position", position);
  const again = request.clone();
  const response = await fetch(request).catch((error: unknown) => {
    throw request.signal.aborted ? error : unreachable();
  });
  if (response.ok) {
    const reached = response.headers.get("Position");
    if (reached !== null) (request.method === "GET" ? rememberAnswered : rememberDone)(reached);
    return response;
  }
  const problem = await problemOf(response);
  if (problem.status !== 401 || problem.code !== "sessionExpired") throw problem;
  const signedIn = await waitForSignIn(request.signal);
  if (signedIn === "another" && request.method !== "GET") throw notSent();
  return ask(again);
};

/** The API, typed by its own description: `const users = answer(api.GET("/api/v1/…", …))`. */
export const api = createClient<paths>({ baseUrl: globalThis.location?.origin ?? "", fetch: ask });

/** What was answered: refusals are thrown by `ask`, so that there always is something. */
export const answer = async <Data>(sent: Promise<{ readonly data?: Data }>): Promise<NonNullable<Data>> =>
  (await sent).data as NonNullable<Data>;

/** What was answered, and the ETag that a change of it must name in If-Match. */
export const answerWithEtag = async <Data>(
  sent: Promise<{ readonly data?: Data; readonly response: Response }>,
): Promise<{ readonly data: NonNullable<Data>; readonly etag: string }> => {
  const { data, response } = await sent;
  return { data: data as NonNullable<Data>, etag: response.headers.get("etag") ?? "" };
};

/** Posts and reads the answer line by line: connection tests and previews. Leaving the loop, or the signal, stops the work. */
export async function* streamed<Line>(path: string, body: unknown, signal?: AbortSignal): AsyncGenerator<Line> {
  const headers = { accept: "application/x-ndjson", "content-type": "application/json" };
  const init: RequestInit = { method: "POST", headers, body: JSON.stringify(body) };
  if (signal !== undefined) init.signal = signal;
  const response = await ask(new Request(new URL(path, location.origin), init));
  if (response.body !== null) yield* readLines<Line>(response.body);
}
