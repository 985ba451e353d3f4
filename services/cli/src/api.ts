import * as z from "zod";
import { CannotDo } from "./failure.ts";
import type { System } from "./find-system.ts";
import { noAnswer, Refused, refusedBy } from "./problem.ts";

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Api {
  readonly system: System;
  /** What a query answers, with the entity tag of what was asked for. */
  readonly get: <Answer>(shape: z.ZodType<Answer>, path: string, query?: Query) => Promise<{ answer: Answer; etag: string | undefined }>;
  readonly command: <Answer>(shape: z.ZodType<Answer>, method: "POST" | "PATCH" | "DELETE", path: string, given?: Given) => Promise<Answer>;
  /** A command whose answer comes line by line, each JSON, as it is made. */
  readonly lines: (path: string, body: unknown) => AsyncGenerator<unknown>;
  /** What a query answers in another form than JSON, piece by piece as it comes. */
  readonly text: (path: string, accept: string, query?: Query) => AsyncGenerator<string>;
  /** The data of server-sent events as they come, until the stream ends or the signal aborts. */
  readonly events: (path: string, signal: AbortSignal) => AsyncGenerator<unknown>;
}

interface Given {
  readonly body?: unknown;
  readonly query?: Query;
  readonly ifMatch?: string | undefined;
  readonly accept?: string;
  /** For all of the answer. */
  readonly timeoutMs?: number;
}

/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

export const pageOf = <Item>(item: z.ZodType<Item>): z.ZodType<Page<Item>> =>
  z.looseObject({ items: z.array(item), next: z.string().nullable() }) as unknown as z.ZodType<Page<Item>>;

const TIMEOUT_MS = 30_000;
/** Of an answer line by line: as long as reading a very large directory may take. */
const LINES_TIMEOUT_MS = 11 * 60_000;
/** How often a query is repeated that has waited in vain for a command to be seen; each waits some seconds by itself. */
const MOST_REPEATS = 5;

/**
 * The system's HTTP API. The position that a command's answer names goes with the queries after it,
 * so that they show what has just been done (see Position in the API's description).
 */
export const openApi = (system: System): Api => {
  let position: string | undefined;

  const send = async (
    method: string,
    path: string,
    { body, query, ifMatch, accept = "application/json", timeoutMs = TIMEOUT_MS }: Given,
    repeats = 0,
  ): Promise<Response> => {
    const url = urlOf(system, path, query);
    const headers = new Headers({ authorization: `Bearer ${system.token}`, accept });
    if (body !== undefined) headers.set("content-type", "application/json");
    if (ifMatch !== undefined) headers.set("if-match", ifMatch);
    if (position !== undefined && method === "GET") headers.set("position", position);
    const init = { method, headers, redirect: "manual", signal: AbortSignal.timeout(timeoutMs) } as const;
    const response = await fetch(url, body === undefined ? init : { ...init, body: JSON.stringify(body) }).catch((error: unknown) => {
      throw noAnswer(system, error);
    });
    if (response.ok) {
      position = response.headers.get("position") ?? position;
      return response;
    }
    const text = await response.text().catch(() => "");
    const waited = response.status === 503 && position !== undefined && method === "GET";
    if (waited && repeats < MOST_REPEATS) {
      await new Promise((resolve) => setTimeout(resolve, retryAfterMs(response)));
      return send(method, path, { query: query ?? {}, accept, timeoutMs }, repeats + 1);
    }
    throw refusedBy(system, response.status, text);
  };

  const read = async <Answer>(shape: z.ZodType<Answer>, response: Response): Promise<Answer> => {
    const text = await response.text().catch((error: unknown) => {
      throw noAnswer(system, error);
    });
    const parsed = shape.safeParse(parseJson(text));
    if (!parsed.success)
      throw new CannotDo(`The answer of ${system.url} is not one that this dirstream knows. Are their versions the same?`);
    return parsed.data;
  };

  return {
    system,
    get: async (shape, path, query = {}) => {
      const response = await send("GET", path, { query });
      return { answer: await read(shape, response), etag: response.headers.get("etag") ?? undefined };
    },
    command: async (shape, method, path, given = {}) => read(shape, await send(method, path, given)),
    lines: async function* (path, body) {
      yield* jsonLines(system, await send("POST", path, { body, accept: "application/x-ndjson", timeoutMs: LINES_TIMEOUT_MS }));
    },
    text: async function* (path, accept, query = {}) {
      const { body } = await send("GET", path, { query, accept, timeoutMs: LINES_TIMEOUT_MS });
      if (body !== null) yield* body.pipeThrough(new TextDecoderStream());
    },
    events: (path, signal) => listen(system, path, signal),
  };
};

/** Every item of a list, page after page. */
export async function* everyItem<Item>(api: Api, item: z.ZodType<Item>, path: string, query: Query): AsyncGenerator<Item> {
  let cursor: string | undefined;
  do {
    const { answer }: { answer: Page<Item> } = await api.get(pageOf(item), path, { limit: 1000, ...query, cursor });
    yield* answer.items;
    cursor = answer.next ?? undefined;
  } while (cursor !== undefined);
}

export const allItems = async <Item>(api: Api, item: z.ZodType<Item>, path: string, query: Query = {}): Promise<Item[]> => {
  const items: Item[] = [];
  for await (const one of everyItem(api, item, path, query)) items.push(one);
  return items;
};

const urlOf = ({ url }: System, path: string, query: Query = {}): string => {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return `${url}/api/v1${path}${search === "" ? "" : `?${search}`}`;
};

async function* jsonLines(system: System, { body }: Response): AsyncGenerator<unknown> {
  if (body === null) return;
  let rest = "";
  try {
    for await (const text of body.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) yield parseJson(line);
    }
  } catch (error) {
    throw noAnswer(system, error);
  }
}

const retryAfterMs = ({ headers }: Response): number => Math.min(10, Number(headers.get("retry-after") ?? 1) || 1) * 1000;

async function* listen(system: System, path: string, signal: AbortSignal): AsyncGenerator<unknown> {
  const headers = { authorization: `Bearer ${system.token}`, accept: "text/event-stream" };
  const response = await fetch(urlOf(system, path), { headers, redirect: "manual", signal });
  if (!response.ok || response.body === null) throw new Refused(response.status, "noEvents", "The system sends no progress.");
  let rest = "";
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + text).replaceAll("\r\n", "\n").split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const data = block
        .split("\n")
        .filter((line) => line.startsWith("data:"))
        .map((line) => line.slice(5).trimStart());
      if (data.length > 0) yield parseJson(data.join("\n"));
    }
  }
}

const parseJson = (text: string): unknown => {
  if (text === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
