import { STREAM_NAMES } from "@dirstream/contracts";
import { type EventLog, readToEnd } from "@dirstream/event-log";
import { openLog, openMetrics, Problem } from "@dirstream/service";
import { expect } from "vitest";
import { openDatabase } from "../database.ts";
import { openTestLog } from "../log.fixture.ts";
import { openProgressHub, type ProgressHub } from "../progress-hub.ts";
import { loadProjection, project } from "../projection.ts";
import { openProjectorMetrics } from "../projector-metrics.ts";
import { openTestDatabase, type TestDatabase } from "../test-database.fixture.ts";
import { openWriterSession } from "../writer-session.ts";
import { startApi } from "./start-api.ts";
import { tellTheStory } from "./story.fixture.ts";

export const NORTH = "/accounts/acme/connectors/north";

// biome-ignore lint/suspicious/noExplicitAny: the tests say what is in it
type Body = any;

interface Asked {
  readonly token?: string;
  readonly headers?: Record<string, string>;
}

/** The story, told to a log of its own, folded, and to be asked for over HTTP. */
export interface ToldStory extends AsyncDisposable {
  readonly database: TestDatabase;
  readonly log: EventLog;
  readonly progress: ProgressHub;
  readonly url: string;
  /** Whatever has been added to the log since. */
  readonly fold: () => Promise<void>;
  readonly ask: (path: string, asked?: Asked) => Promise<{ status: number; headers: Headers; body: Body }>;
  readonly items: (path: string) => Promise<Body>;
  readonly everyPage: (path: string, limit?: number) => Promise<Body[]>;
}

export const openToldStory = async (servers: { readonly postgresUrl: string; readonly natsUrl: string }): Promise<ToldStory> => {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await openTestDatabase(servers.postgresUrl));
  const log = stack.use(await openTestLog(servers.natsUrl));
  const db = stack.adopt(openDatabase(database.options), (opened) => opened.destroy());
  const registry = openMetrics("test");
  const auth = {
    authenticate: async (token: string) => {
      if (token === "viewer") return { subject: "v", role: "viewer" as const, accounts: ["acme"] };
      if (token === "all") return { subject: "a", role: "admin" as const, accounts: ["*"] };
      throw new Problem(401, "unauthorized", "no");
    },
  };
  const progress = openProgressHub();
  const channels = { consoleUrl: "https://console.test", email: undefined, webhook: undefined };
  const common = { auth, log: openLog("test", "silent"), host: "127.0.0.1", port: 0, registry, metrics: openProjectorMetrics(registry) };
  const api = stack.use(await startApi({ ...common, db, progress, channels, eventLog: () => log }));
  const stopping = new AbortController();
  void progress.follow(log, stopping.signal);
  stack.defer(() => stopping.abort());

  const fold = async (): Promise<void> => {
    await using session = await openWriterSession({ ...database.options, signal: AbortSignal.timeout(30_000) });
    for (const stream of STREAM_NAMES) {
      const projection = await loadProjection(session, stream, "test");
      for await (const batch of readToEnd(log, { stream })) await project(session, projection, batch);
    }
  };
  const ask: ToldStory["ask"] = async (path, { token = "viewer", headers = {} } = {}) => {
    const response = await fetch(`${api.url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}`, ...headers } });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  const everyPage: ToldStory["everyPage"] = async (path, limit = 1) => {
    const all = [];
    for (let cursor = ""; ; ) {
      const { body } = await ask(`${path}${path.includes("?") ? "&" : "?"}limit=${limit}${cursor}`);
      expect(body.items.length).toBeLessThanOrEqual(limit);
      all.push(...body.items);
      if (body.next === null) return all;
      cursor = `&cursor=${body.next}`;
    }
  };
  await tellTheStory(log);
  await fold();
  const opened = stack.move();
  return {
    ...{ database, log, progress, url: api.url, fold, ask, everyPage },
    items: async (path) => (await ask(path)).body.items,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
};
