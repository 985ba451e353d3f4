import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { parseSubject } from "@dirstream/contracts";
import { sha256Hex } from "./merkle-tree.ts";
import { readRowVersions, readTableHashes, withClient } from "./read-table-bytes.ts";
import { READ_MODEL_SCHEMA } from "./read-tables.ts";
import { checkBatches, checkReplay, checkRowVersions, type TableHashes } from "./replay.ts";
import type { StoredMessage, Violation } from "./stored-message.ts";

export interface Replay {
  /** The database that the product folds into. Others are made beside it. */
  readonly postgresUrl: string;
  readonly messages: readonly StoredMessage[];
  /** Another projector process, which folds the same log into another database until it is disposed of. */
  readonly startProjector: (databaseUrl: string) => Promise<RunningProjector>;
}

export interface RunningProjector extends AsyncDisposable {
  readonly isRunning: () => boolean;
}

const FOLDED_WITHIN_MS = 60_000;
/** Who halted on the way, and was resumed by a person, is brought up to date after the rest. */
const SETTLED_WITHIN_MS = 5_000;
const POLL_MS = 100;
/** A replay in small batches has about that many, however short the log. */
const BATCHES = 60;
/** The log may grow while it is looked at: a slot comes, a run goes on. */
const MOST_ATTEMPTS = 5;

/**
 * R2, R3 and R4, by another projector: it folds the log from its first event; then it is given the later part again;
 * then it begins anew, and can commit a few events at a time only.
 */
export const checkReplays = async ({ postgresUrl, messages, startProjector }: Replay): Promise<Violation[]> => {
  const database = await createDatabase(postgresUrl);
  const last = new Map(messages.map(({ stream, sequence }) => [stream, sequence]));
  await using projector = await startProjector(database);
  const folds = (until: Positions) => isFolded(database, until, projector);
  if (!(await folds(last))) return notFolded("R2");
  const replayed = checkReplay(...(await settled(postgresUrl, database)));
  if (replayed.length > 0) return replayed;

  const deliveredAgain = await checkDeliveredAgain(database, messages, folds);

  await empty(database);
  await refuseLargeBatches(database, Math.ceil(messages.length / BATCHES));
  await beginAgain(database);
  if (!(await folds(last))) return [...deliveredAgain, ...notFolded("R4")];
  return [...deliveredAgain, ...checkBatches(...(await settled(postgresUrl, database)))];
};

const checkDeliveredAgain = async (
  database: string,
  messages: readonly StoredMessage[],
  folds: (until: Positions) => Promise<boolean>,
): Promise<Violation[]> => {
  for (let attempt = 1; ; attempt++) {
    const folded = await readPositions(database);
    const before = await readRowVersions(database);
    await setCheckpointsBack(database, messages);
    await beginAgain(database);
    if (!(await folds(folded))) return notFolded("R3");
    const violations = await settledRowVersions(database, before);
    const hasGrown = !isDeepStrictEqual(folded, await readPositions(database));
    if (!hasGrown || attempt === MOST_ATTEMPTS) return violations;
  }
};

/** What was written again, once whoever halted on the way and was resumed is up to date as well. */
const settledRowVersions = async (database: string, before: Awaited<ReturnType<typeof readRowVersions>>): Promise<Violation[]> => {
  const deadline = performance.now() + SETTLED_WITHIN_MS;
  for (;;) {
    const violations = checkRowVersions(before, await readRowVersions(database));
    if (violations.length === 0 || performance.now() > deadline) return violations;
    await delay(POLL_MS);
  }
};

const notFolded = (invariant: string): Violation[] => [{ invariant, what: "another projector does not reach the log's end" }];

type Positions = ReadonlyMap<string, number>;

/** Whether a projector comes that far, given time. */
const isFolded = async (database: string, until: Positions, { isRunning }: RunningProjector): Promise<boolean> => {
  const deadline = performance.now() + FOLDED_WITHIN_MS;
  for (;;) {
    const positions = await readPositions(database);
    if ([...until].every(([stream, sequence]) => (positions.get(stream) ?? 0) >= sequence)) return true;
    if (!isRunning() || performance.now() > deadline) return false;
    await delay(POLL_MS);
  }
};

/** The tables of both, when they are the same; or as they are after a while. */
const settled = async (live: string, other: string): Promise<[TableHashes, TableHashes]> => {
  const deadline = performance.now() + SETTLED_WITHIN_MS;
  for (;;) {
    const both = await Promise.all([readTableHashes(live), readTableHashes(other)]);
    if (checkReplay(...both).length === 0 || performance.now() > deadline) return both;
    await delay(POLL_MS);
  }
};

const createDatabase = async (postgresUrl: string): Promise<string> => {
  const name = `replay_${randomUUID().replaceAll("-", "")}`;
  await withClient(postgresUrl, (client) => client.query(`create database ${name}`));
  return Object.assign(new URL(postgresUrl), { pathname: `/${name}` }).href;
};

const CHECKPOINT = `${READ_MODEL_SCHEMA}.checkpoint`;

/** Nothing before the projector has made its tables. */
const readPositions = (database: string): Promise<Positions> =>
  withClient(database, async (client) => {
    const { rows: tables } = await client.query<{ is: boolean }>("select to_regclass($1) is not null as is", [CHECKPOINT]);
    if (tables[0]?.is !== true) return new Map();
    const { rows } = await client.query<{ stream: string; sequence: string }>(`select stream, sequence from ${CHECKPOINT}`);
    return new Map(rows.map(({ stream, sequence }) => [stream, Number(sequence)]));
  });

/**
 * How many messages of a stream stay folded: half of them; more, where one part of a group was recorded twice after that.
 * A part is replaced as a whole and bears no sequence, so the older one would be written, and then the newer one again.
 * That is the read model's only exception to R3, and nothing but a checkpoint that goes back can bring it about.
 */
const keptOf = (messages: readonly StoredMessage[]): number => {
  const half = messages.length >> 1;
  const parts = new Set<string>();
  for (let kept = messages.length; kept > half; kept--) {
    const subject = messages[kept - 1]?.subject ?? "";
    if (parseSubject(subject)?.of !== "members") continue;
    if (parts.has(subject)) return kept;
    parts.add(subject);
  }
  return half;
};

/** As if only those messages of each stream had been folded, though all of them were. */
const setCheckpointsBack = (database: string, messages: readonly StoredMessage[]): Promise<void> =>
  withClient(database, async (client) => {
    for (const [stream, ofStream] of Map.groupBy(messages, (message) => message.stream)) {
      const last = ofStream[keptOf(ofStream) - 1];
      if (last === undefined) await client.query(`delete from ${CHECKPOINT} where stream = $1`, [stream]);
      else {
        const { sequence, subject, payload } = last;
        const values = [stream, sequence, subject, `sha256:${sha256Hex(payload)}`];
        await client.query(`update ${CHECKPOINT} set sequence = $2, subject = $3, event = $4 where stream = $1`, values);
      }
    }
  });

/** The projector loses its connections, and folds on from whatever checkpoint it then finds. */
const beginAgain = (database: string): Promise<unknown> =>
  withClient(database, (client) =>
    client.query(
      "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    ),
  );

const empty = (database: string): Promise<unknown> =>
  withClient(database, async (client) => {
    const { rows } = await client.query<{ names: string }>(
      `select string_agg(format('%I.%I', table_schema, table_name), ', ') as names
       from information_schema.tables where table_schema = $1 and table_name not like 'kysely%'`,
      [READ_MODEL_SCHEMA],
    );
    return client.query(`truncate ${rows[0]?.names}`);
  });

/**
 * A batch that Postgres refuses for what it holds (class 54: a limit is exceeded) is halved by the projector until it is accepted.
 * Refusing every step of a checkpoint that is larger than a few events therefore makes it fold in batches of that many.
 */
const refuseLargeBatches = (database: string, mostEvents: number): Promise<unknown> =>
  withClient(database, (client) =>
    client.query(`
      create function public.refuse_large_batches() returns trigger language plpgsql as $$
      begin
        if new.sequence - coalesce(old.sequence, 0) > ${mostEvents} then
          raise exception 'this replay takes ${mostEvents} events at a time' using errcode = 'program_limit_exceeded';
        end if;
        return new;
      end $$;
      create trigger small_batches before insert or update on ${CHECKPOINT}
        for each row execute function public.refuse_large_batches()`),
  );
