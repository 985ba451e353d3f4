import { Id } from "@dirstream/contracts";
import type { EventLog } from "@dirstream/event-log";
import { type HttpApp, ProblemBody } from "@dirstream/service";
import type { Kysely } from "kysely";
import * as z from "zod";
import type { ProgressHub } from "../progress-hub.ts";
import type { ReadModel } from "../tables.ts";
import type { Channels } from "../telling/channels.ts";

/** What the queries are answered from. */
export interface Queries {
  readonly db: Kysely<ReadModel>;
  /** Histories come from the log itself; undefined until it has been reached once. */
  readonly eventLog: () => EventLog | undefined;
  readonly progress: ProgressHub;
  /** How people are told what needs somebody. */
  readonly channels: Channels;
  readonly nowMs: () => number;
}

export type AddQueries = (app: HttpApp, queries: Queries) => void;

export const ACCOUNT_PATH = "/api/v1/accounts/:account";
export const CONNECTOR_PATH = `${ACCOUNT_PATH}/connectors/:connector`;
export const AccountPath = z.object({ account: Id });
export const ConnectorPath = z.object({ account: Id, connector: Id });

/** Everybody who may see the account may ask. */
export const viewer = { role: "viewer" } as const;

export const problems = { 400: ProblemBody, 401: ProblemBody, 404: ProblemBody, 503: ProblemBody };

/** Words of an enumeration with commas between. */
export const listOf = <Words extends z.ZodType<unknown, string>>(word: Words) =>
  z
    .string()
    .max(200)
    .transform((text) => text.split(","))
    .pipe(z.array(word).min(1))
    .optional();
