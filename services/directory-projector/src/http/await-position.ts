import { setTimeout as delay } from "node:timers/promises";
import { STREAM_NAMES, type StreamName } from "@dirstream/contracts";
import {
  formatPosition,
  invalidRequest,
  noSuchAccount,
  POSITION_HEADER,
  type Position,
  parsePosition,
  unavailable,
} from "@dirstream/service";
import { type Kysely, sql } from "kysely";
import type { ReadModel } from "../tables.ts";
import type { AddQueries, Queries } from "./queries.ts";

const WAIT_MS = 5_000;
const LOOK_EVERY_MS = 25;

/** Before every query: what the caller has seen done is folded, and the account exists. The answer says from where on it may lack something. */
export const addPrelude: AddQueries = (app, { db, nowMs }) => {
  app.addHook("preHandler", async ({ headers, params, routeOptions }, reply) => {
    if (routeOptions.config.open === true) return;
    const header = headers[POSITION_HEADER];
    const { account } = (params ?? {}) as { account?: string };
    const { folded, isKnown } = await lookOnceFolded({ db, nowMs }, account, header === undefined ? {} : positionIn(header));
    if (!isKnown) throw noSuchAccount();
    reply.header(POSITION_HEADER, formatPosition(folded));
  });
};

const positionIn = (header: string | string[]): Position => {
  const position = typeof header === "string" ? parsePosition(header) : undefined;
  if (position === undefined) throw invalidRequest([{ pointer: "", detail: "Position must be like CONNECTORS=12,SYNC_REQUESTS=40" }]);
  return position;
};

interface Look {
  readonly folded: Position;
  /** Always where no account is asked about. */
  readonly isKnown: boolean;
}

const lookOnceFolded = async (
  { db, nowMs }: Pick<Queries, "db" | "nowMs">,
  account: string | undefined,
  position: Position,
): Promise<Look> => {
  const untilMs = nowMs() + WAIT_MS;
  for (;;) {
    const found = await look(db, account);
    if (STREAM_NAMES.every((stream) => (found.folded[stream] ?? 0) >= (position[stream] ?? 0))) return found;
    if (nowMs() >= untilMs) throw unavailable("What you have just done cannot be shown yet. Try again shortly.", 1);
    await delay(LOOK_EVERY_MS);
  }
};

const look = async (db: Kysely<ReadModel>, account: string | undefined): Promise<Look> => {
  const { rows } = await sql<{ stream: StreamName | null; sequence: number; known: boolean }>`
    select c.stream, c.sequence, exists(select 1 from account where account = ${account ?? ""}) as known
    from (select 1) as always left join checkpoint c on true`.execute(db);
  const folded = Object.fromEntries(rows.flatMap(({ stream, sequence }) => (stream === null ? [] : [[stream, sequence]])));
  return { folded, isKnown: account === undefined || rows[0]?.known === true };
};
