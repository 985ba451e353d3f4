import { Id, State } from "@dirstream/contracts";
import { type SelectQueryBuilder, sql } from "kysely";
import * as z from "zod";
import { storable } from "../fold/storable.ts";
import type { ReadModel } from "../tables.ts";
import { listOf } from "./queries.ts";

export const EntryFilters = z.object({
  state: listOf(State).describe("active, disabled, removed, or several with commas between; removed ones are shown only when asked for"),
  connector: Id.optional(),
  department: z.string().max(500).optional().describe("Exactly as it is written; empty for nobody's"),
  q: z.string().max(200).optional().describe("Part of the name or address, or the beginning of the DN"),
  email: z.string().max(320).optional().describe("The primary address; several may have the same"),
});
export type EntryFilters = z.output<typeof EntryFilters>;

export interface Listed {
  readonly account: string;
  readonly which: "users" | "groups";
}

type Entries<Selected> = SelectQueryBuilder<ReadModel, "entry", Selected>;

/**
 * In the order of an index the first page of everybody is there at once. What fits seldom is found sooner by all workers of Postgres
 * together, and these it takes only where it may simplify the condition that the index begins with.
 */
export const listedEntries =
  ({ account, which }: Listed, inOrderOfIndex: boolean) =>
  <Selected>(rows: Entries<Selected>): Entries<Selected> => {
    const isGroup = which === "groups";
    return rows
      .where("entry.account", "=", account)
      .where(sql<boolean>`(entry.kind = 'group') = ${inOrderOfIndex ? sql`(select ${isGroup}::boolean)` : sql`${isGroup}`}`);
  };

/** Whether so few may fit that an index would be searched from end to end for them. */
export const isSeldom = (filters: EntryFilters): boolean => {
  const { q = "", department, connector } = filters;
  return q !== "" || department !== undefined || connector !== undefined || !statesIn(filters).includes("active");
};

export const statesIn = ({ state }: EntryFilters): readonly State[] => state ?? ["active", "disabled"];

/** Everything but state, connector and department. */
export const matching =
  ({ q, email }: Pick<EntryFilters, "q" | "email">) =>
  <Selected>(rows: Entries<Selected>): Entries<Selected> => {
    const found = storable(q ?? "").toLowerCase();
    return rows
      .$if(email !== undefined, (some) => some.where("entry.email", "=", storable(email ?? "").toLowerCase()))
      .$if(found !== "", (some) =>
        some.where(
          sql<boolean>`(strpos(entry.name_key, ${found}) > 0 or strpos(entry.email, ${found}) > 0 or starts_with(lower(entry.dn), lower(${found})))`,
        ),
      ) as Entries<Selected>;
  };

export const fitting =
  (filters: EntryFilters) =>
  <Selected>(rows: Entries<Selected>): Entries<Selected> => {
    const { connector, department } = filters;
    return matching(filters)(rows)
      .where("entry.state", "in", statesIn(filters))
      .$if(connector !== undefined, (some) => some.where("entry.connector", "=", connector ?? ""))
      .$if(department !== undefined, (some) =>
        some.where(sql<boolean>`coalesce(entry.department, '') = ${storable(department ?? "")}`),
      ) as Entries<Selected>;
  };
