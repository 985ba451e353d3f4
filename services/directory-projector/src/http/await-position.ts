import { setTimeout as delay } from "node:timers/promises";
import { invalidRequest, noSuchAccount, POSITION_HEADER, type Position, parsePosition, unavailable } from "@dirstream/service";
import type { Kysely } from "kysely";
import type { ReadModel } from "../tables.ts";
import type { AddQueries } from "./queries.ts";

const WAIT_MS = 5_000;
const LOOK_EVERY_MS = 25;

/** Before every query: what the caller has seen done is folded, and the account exists. */
export const addPrelude: AddQueries = (app, { db, nowMs }) => {
  app.addHook("preHandler", async ({ headers, params, routeOptions }) => {
    if (routeOptions.config.open === true) return;
    const header = headers[POSITION_HEADER];
    if (header !== undefined) await untilFolded(db, positionIn(header), nowMs);
    const { account } = (params ?? {}) as { account?: string };
    if (!(await isKnown(db, account))) throw noSuchAccount();
  });
};

const isKnown = async (db: Kysely<ReadModel>, account: string | undefined): Promise<boolean> => {
  const known = await db
    .selectFrom("account")
    .select("account")
    .where("account", "=", account ?? "")
    .executeTakeFirst();
  return account === undefined || known !== undefined;
};

const positionIn = (header: string | string[]): Position => {
  const position = typeof header === "string" ? parsePosition(header) : undefined;
  if (position === undefined) throw invalidRequest([{ pointer: "", detail: "Position must be like CONNECTORS=12,SYNC_REQUESTS=40" }]);
  return position;
};

const untilFolded = async (db: Kysely<ReadModel>, position: Position, nowMs: () => number): Promise<void> => {
  const untilMs = nowMs() + WAIT_MS;
  while (!(await isFolded(db, position))) {
    if (nowMs() >= untilMs) throw unavailable("What you have just done cannot be shown yet. Try again shortly.", 1);
    await delay(LOOK_EVERY_MS);
  }
};

const isFolded = async (db: Kysely<ReadModel>, position: Position): Promise<boolean> => {
  const checkpoints = await db.selectFrom("checkpoint").select(["stream", "sequence"]).execute();
  const folded = new Map(checkpoints.map(({ stream, sequence }) => [stream, sequence]));
  return Object.entries(position).every(([stream, sequence]) => (folded.get(stream as keyof Position) ?? 0) >= (sequence ?? 0));
};
