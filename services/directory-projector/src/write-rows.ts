import { binaryArray } from "./binary-array.ts";
import type { RowChanges } from "./fold/row-changes.ts";
import { IMAGE_TABLES, type ImageTable, type TableShape } from "./image-tables.ts";
import { type Statement, unnested } from "./statement.ts";
import { beginParts, replaceParts } from "./write-parts.ts";
import { together, type WriterSession } from "./writer-session.ts";

/**
 * Whether the log is believed when it says that an entry, or a part of a group, begins: it is then put in without a look for each row that might
 * be there. Where it is there all the same (a run that died may have recorded a part once before), that is `NoBeginning`.
 */
export type Beginnings = "believed" | "looked up";

/** What writes what a fold has made of a batch. */
export const statementsOf = ({ images, parts, beginnings }: RowChanges, told: Beginnings): Statement[] => {
  const isNew = (subject: string) => told === "believed" && beginnings.has(subject);
  const statements: Statement[] = [];
  for (const table of Object.keys(images) as ImageTable[]) {
    const [fresh, others] = divided<object>(images[table], isNew);
    if (fresh.length > 0) statements.push({ text: INSERTS[table], values: columnsOf(table, fresh) });
    if (others.length > 0) statements.push({ text: UPSERTS[table], values: columnsOf(table, others) });
  }
  const [fresh, others] = divided(parts, isNew);
  if (fresh.length > 0) statements.push(...beginParts(fresh));
  if (others.length > 0) statements.push(replaceParts(others));
  return statements;
};

const divided = <Row>(rows: ReadonlyMap<string, Row>, isNew: (subject: string) => boolean): readonly [fresh: Row[], others: Row[]] => {
  const fresh: Row[] = [];
  const others: Row[] = [];
  for (const [subject, row] of rows) (isNew(subject) ? fresh : others).push(row);
  return [fresh, others];
};

/** Something is there of what the log said begins. */
class NoBeginning extends Error {}

const UNIQUE_VIOLATION = "23505";

export const isNoBeginning = (error: unknown): boolean =>
  error instanceof NoBeginning || (error instanceof Error && "code" in error && error.code === UNIQUE_VIOLATION);

export const writeRows = async (query: WriterSession["query"], statements: readonly Statement[]): Promise<void> => {
  const written = statements.map(async ({ text, values, findsNothing }) => {
    const found = await query(text, values);
    if (findsNothing && found.length > 0) throw new NoBeginning("a part of a group is there already");
  });
  await together(written);
};

const insertInto = (table: string, { columns }: TableShape<Record<string, unknown>>): string =>
  `insert into ${table} (${Object.keys(columns).join(", ")}) select ${unnested(Object.values(columns))}`;

/** A row that comes from the same event, or a later one, stays as it is: not even a row version is written. */
const upsertInto = (table: string, shape: TableShape<Record<string, unknown>>): string => {
  const { key, columns } = shape;
  const assignments = Object.keys(columns)
    .filter((name) => !key.includes(name))
    .map((name) => `${name} = excluded.${name}`);
  return `${insertInto(table, shape)}
    on conflict (${key.join(", ")}) do update set ${assignments.join(", ")} where ${table}.sequence < excluded.sequence`;
};

type TextOfTable = Readonly<Record<ImageTable, string>>;

const textOfTables = (text: (table: string, shape: TableShape<Record<string, unknown>>) => string): TextOfTable =>
  Object.fromEntries(Object.entries(IMAGE_TABLES).map(([table, shape]) => [table, text(table, shape)])) as TextOfTable;

const INSERTS = textOfTables(insertInto);
const UPSERTS = textOfTables(upsertInto);

const columnsOf = (table: ImageTable, rows: readonly object[]): Buffer[] => {
  const listed = rows as readonly Record<string, string | number | boolean | null>[];
  return Object.entries(IMAGE_TABLES[table].columns).map(([name, type]) =>
    binaryArray(
      type,
      listed.map((row) => row[name]),
    ),
  );
};
