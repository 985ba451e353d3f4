import { type DatabaseOptions, migrateTables } from "../database.ts";
import type { WriterSession } from "../writer-session.ts";

/** The schema that a new model is built in; when it takes the place of the one in use it takes its name, and that one becomes `_old`. */
export const nextSchema = (schema: string): string => `${schema}_next`;
const oldSchema = (schema: string): string => `${schema}_old`;

/** What is left of work that did not come to its end, and what a switch has replaced. */
export const dropLeftovers = async (session: WriterSession, schema: string): Promise<void> => {
  await drop(session, nextSchema(schema));
  await drop(session, oldSchema(schema));
};

const LOCK_NOT_AVAILABLE = "55P03";

/** Lets queries that still read it end first; asking for the locks only briefly, none of them can be caught in a deadlock with this. */
const drop = async (session: WriterSession, schema: string): Promise<void> => {
  for (;;) {
    try {
      return await session.transaction(async () => {
        await session.query("set local lock_timeout = '200ms'");
        await session.query(`drop schema if exists ${schema} cascade`);
      });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === LOCK_NOT_AVAILABLE)) throw error;
    }
  }
};

/** Tables with their keys alone: indexes are made faster afterwards. Answers with what makes them. */
export const createNext = async ({ query }: WriterSession, { url, schema }: DatabaseOptions): Promise<readonly string[]> => {
  const next = nextSchema(schema);
  await migrateTables({ url, schema: next });
  const indexes = await query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
     from pg_index join pg_class on pg_class.oid = indrelid
     where relnamespace = $1::regnamespace and not indisunique`,
    [next],
  );
  for (const { name } of indexes) await query(`drop index ${name}`);
  return indexes.map(({ definition }) => definition);
};

/** Also tells the planner what is in the tables: a model that was just built would be read by guesses. */
export const indexNext = async ({ query }: WriterSession, definitions: readonly string[], tables: readonly string[]): Promise<void> => {
  for (const definition of definitions) await query(definition);
  await query(`analyze ${tables.join(", ")}`);
};

/** Both are folded up to the same events, or else this is refused. Names are looked up by each statement, so the next query reads the new model. */
export const switchModels = async (session: WriterSession, schema: string): Promise<void> =>
  session.transaction(async () => {
    const next = nextSchema(schema);
    const apart = await session.query(
      `(table ${schema}.checkpoint except table ${next}.checkpoint) union all (table ${next}.checkpoint except table ${schema}.checkpoint)`,
    );
    if (apart.length > 0) throw new Error("the two models are not folded up to the same events");
    await session.query(`alter schema ${schema} rename to ${oldSchema(schema)}`);
    await session.query(`alter schema ${next} rename to ${schema}`);
  });
