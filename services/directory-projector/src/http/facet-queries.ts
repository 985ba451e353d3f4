import { Kind, State } from "@dirstream/contracts";
import type { HttpApp } from "@dirstream/service";
import { sql } from "kysely";
import * as z from "zod";
import { EntryFilters, type Listed, listedEntries, matching, statesIn } from "./entry-filters.ts";
import { ACCOUNT_PATH, AccountPath, type AddQueries, problems, type Queries, viewer } from "./queries.ts";

const countsOf = <Value extends z.ZodType>(value: Value) => z.array(z.object({ value, count: z.int() }));

const Facets = z.object({
  state: countsOf(State),
  kind: countsOf(Kind),
  connector: countsOf(z.string()),
  department: countsOf(z.string()).describe("Of people, the 100 largest; empty for those who have none"),
  moreDepartments: z.int().describe("How many departments are not listed"),
});

const MOST_DEPARTMENTS = 100;

export const addFacetQueries: AddQueries = (app, queries) => {
  addFacets(app, queries, "users", "people and contacts");
  addFacets(app, queries, "groups", "groups");
};

const addFacets = (app: HttpApp, { db }: Queries, which: Listed["which"], whom: string): void => {
  const schema = {
    summary: `How many ${whom} there are by state, kind, connector and department: each counted with all filters but its own`,
    tags: ["entries"],
    params: AccountPath,
    querystring: EntryFilters,
    response: { 200: Facets, ...problems },
  };
  app.get(`${ACCOUNT_PATH}/${which}/facets`, { config: viewer, schema }, async ({ params: { account }, query }) =>
    facetsOf(await countCells(db, { account, which }, query), query),
  );
};

/** How many share all four. */
export interface Cell {
  readonly state: State;
  readonly kind: z.output<typeof Kind>;
  readonly connector: string;
  readonly department: string;
  readonly count: number;
}

const countCells = (db: Queries["db"], listed: Listed, filters: EntryFilters): Promise<Cell[]> =>
  db
    .selectFrom("entry")
    .select(["entry.state", "entry.kind", "entry.connector"])
    .select([sql<string>`coalesce(entry.department, '')`.as("department"), sql<number>`count(*)`.as("count")])
    .$call(listedEntries(listed, false))
    .$call(matching(filters))
    .groupBy(["entry.state", "entry.kind", "entry.connector", sql`4`])
    .execute();

/** Each facet shows what choosing another of its values would bring. */
export const facetsOf = (cells: readonly Cell[], filters: EntryFilters): z.output<typeof Facets> => {
  const states = statesIn(filters);
  const { connector, department } = filters;
  const fits = {
    state: (cell: Cell) => states.includes(cell.state),
    connector: (cell: Cell) => connector === undefined || cell.connector === connector,
    department: (cell: Cell) => department === undefined || cell.department === department,
    kind: () => true,
  };
  type Facet = keyof typeof fits;
  const count = <Name extends Facet>(facet: Name): { value: Cell[Name]; count: number }[] => {
    const others = Object.entries(fits).flatMap(([name, fit]) => (name === facet ? [] : [fit]));
    const counts = new Map<Cell[Name], number>();
    for (const cell of cells) {
      if (others.every((fit) => fit(cell))) counts.set(cell[facet], (counts.get(cell[facet]) ?? 0) + cell.count);
    }
    const sorted = [...counts].sort(([one, many], [other, few]) => few - many || (one < other ? -1 : 1));
    return sorted.map(([value, found]) => ({ value, count: found }));
  };
  const departments = count("department").filter(({ value }) => value !== "" || cells.some((cell) => cell.department !== ""));
  return {
    state: count("state"),
    kind: count("kind"),
    connector: count("connector"),
    department: departments.slice(0, MOST_DEPARTMENTS),
    moreDepartments: Math.max(0, departments.length - MOST_DEPARTMENTS),
  };
};
