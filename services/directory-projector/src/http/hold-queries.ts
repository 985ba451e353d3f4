import { Digest, EntryId, entryRef, Guard, HoldReason, Kind, State } from "@dirstream/contracts";
import { type HttpApp, Problem } from "@dirstream/service";
import { sql } from "kysely";
import * as z from "zod";
import { requireConnector } from "./connector-view.ts";
import { lastKnownOf } from "./last-known.ts";
import { decodeCursor, PageQuery, page, pageOf } from "./page.ts";
import { emailIn } from "./profile-names.ts";
import { type AddQueries, CONNECTOR_PATH, ConnectorPath, problems, type Queries, viewer } from "./queries.ts";

const Hold = z.object({
  holdId: z.string(),
  digest: Digest.describe("Names exactly these items; an approval repeats it"),
  status: z
    .enum(["open", "approved", "rejected", "closed"])
    .describe("open: waits for a person; approved: is being carried out, or was; closed: superseded, or no longer asked for"),
  syncId: z.string().describe("The run that held"),
  heldAt: z.string(),
  reasons: z.array(HoldReason),
  held: z.looseObject({ removed: z.int(), disabled: z.int(), groups: z.int(), membersLost: z.int() }),
  active: z.int().describe("Active entries of the connector before the run"),
  guard: Guard.describe("The limits of that time"),
  decision: z.object({ by: z.string(), at: z.string(), reason: z.string() }).nullable(),
});
type Hold = z.output<typeof Hold>;

const HeldItem = z.object({
  id: z.string(),
  entryId: EntryId,
  kind: Kind,
  change: z.enum(["removed", "disabled", "membersLost"]),
  dn: z.string().nullable(),
  displayName: z.string().nullable().describe("Of one that was removed since the one that it had"),
  email: z.string().nullable(),
  state: State.nullable().describe("As it is here now; null where it is not here at all"),
  changedAt: z.string().nullable().describe("When its last change was observed: after heldAt, it is no longer what was held"),
});
const HeldItemQuery = PageQuery.extend({ entry: EntryId.optional().describe("Only what is held of this one") });

export const addHoldQueries: AddQueries = (app, queries) => {
  addHolds(app, queries);
  addHeldItems(app, queries);
};

const addHolds = (app: HttpApp, { db }: Queries): void => {
  const list = { summary: "What a run held back for a person to decide, newest first", tags: ["holds"], params: ConnectorPath };
  app.get(
    `${CONNECTOR_PATH}/holds`,
    { config: viewer, schema: { ...list, querystring: PageQuery, response: { 200: pageOf(Hold), ...problems } } },
    async ({ params, query: { limit, cursor } }) => {
      await requireConnector(db, params);
      const before = decodeCursor(z.tuple([z.int()]), cursor)?.[0] ?? Number.MAX_SAFE_INTEGER;
      const rows = await selectHolds(db, params)
        .where("hold.sequence", "<", before)
        .orderBy("hold.sequence", "desc")
        .limit(limit + 1)
        .execute();
      return page(rows, limit, ({ sequence }) => [sequence], holdOf);
    },
  );

  const path = ConnectorPath.extend({ hold: z.string().max(64) });
  const one = { summary: "One hold", tags: ["holds"], params: path, response: { 200: Hold, ...problems } };
  app.get(`${CONNECTOR_PATH}/holds/:hold`, { config: viewer, schema: one }, async ({ params }) => {
    const row = await selectHolds(db, params).where("hold.hold_id", "=", params.hold).executeTakeFirst();
    if (row === undefined) throw noSuchHold();
    return holdOf(row);
  });
};

const noSuchHold = () => new Problem(404, "noSuchHold", "This connector has no such hold.");

/** Open is what the connector's last run left open, or what a run that goes on has just held. */
const selectHolds = (db: Queries["db"], { account, connector }: z.output<typeof ConnectorPath>) =>
  db
    .selectFrom("hold")
    .leftJoin("hold_decision as decision", (join) =>
      join
        .onRef("decision.account", "=", "hold.account")
        .onRef("decision.connector", "=", "hold.connector")
        .onRef("decision.hold_id", "=", "hold.hold_id"),
    )
    .where("hold.account", "=", account)
    .where("hold.connector", "=", connector)
    .select([
      "hold.sequence",
      "hold.hold_id",
      "hold.digest",
      "hold.sync_id",
      "hold.time",
      "hold.reasons",
      "hold.held",
      "hold.active",
      "hold.guard",
      "decision.decision",
      "decision.decided_by",
      "decision.time as decided_at",
      "decision.reason",
      sql<boolean>`coalesce(
        (select ended.open_hold is not distinct from hold.hold_id or ended.sequence < hold.sequence from run_end as ended
         where ended.account = hold.account and ended.connector = hold.connector order by ended.sequence desc limit 1), true)`.as(
        "is_open",
      ),
    ]);

type HoldColumns = Awaited<ReturnType<ReturnType<typeof selectHolds>["executeTakeFirstOrThrow"]>>;

const holdOf = (row: HoldColumns): Hold => ({
  holdId: row.hold_id,
  digest: row.digest,
  status: row.decision ?? (row.is_open === true ? "open" : "closed"),
  syncId: row.sync_id,
  heldAt: row.time,
  reasons: row.reasons,
  held: row.held,
  active: row.active,
  guard: row.guard,
  decision: row.decision === null ? null : { by: row.decided_by ?? "", at: row.decided_at ?? "", reason: row.reason ?? "" },
});

const ItemKey = z.tuple([z.string(), z.string(), z.string()]);

const addHeldItems = (app: HttpApp, { db, eventLog }: Queries): void => {
  const path = ConnectorPath.extend({ hold: z.string().max(64) });
  const schema = { summary: "The changes that a hold keeps back", tags: ["holds"], params: path, querystring: HeldItemQuery };
  app.get(
    `${CONNECTOR_PATH}/holds/:hold/items`,
    { config: viewer, schema: { ...schema, response: { 200: pageOf(HeldItem), ...problems } } },
    async ({ params, query: { limit, cursor, entry } }) => {
      const { account, connector, hold } = params;
      const known = await selectHolds(db, params).where("hold.hold_id", "=", hold).executeTakeFirst();
      if (known === undefined) throw noSuchHold();
      const after = decodeCursor(ItemKey, cursor);
      const rows = await db
        .selectFrom("held_item as item")
        .leftJoin("entry", (join) =>
          join
            .onRef("entry.account", "=", "item.account")
            .onRef("entry.connector", "=", "item.connector")
            .onRef("entry.entry_id", "=", "item.entry_id")
            .onRef("entry.kind", "=", "item.kind"),
        )
        .where("item.account", "=", account)
        .where("item.connector", "=", connector)
        .where("item.hold_id", "=", hold)
        .$if(after !== undefined, (query) =>
          query.where(sql<boolean>`(item.entry_id, item.kind, item.change) > (${after?.[0]}, ${after?.[1]}, ${after?.[2]})`),
        )
        .$if(entry !== undefined, (query) => query.where("item.entry_id", "=", entry ?? ""))
        .select(["item.entry_id", "item.kind", "item.change", "entry.dn", "entry.profile", "entry.state", "entry.time", "entry.sequence"])
        .orderBy("item.entry_id")
        .orderBy("item.kind")
        .orderBy("item.change")
        .limit(limit + 1)
        .execute();
      const lastKnown = await lastKnownOf(eventLog(), rows);
      return page(
        rows,
        limit,
        ({ entry_id, kind, change }) => [entry_id, kind, change],
        ({ entry_id, kind, change, dn, profile, state, time, sequence }) => ({
          id: entryRef(connector, entry_id),
          entryId: entry_id,
          kind,
          change: change as z.output<typeof HeldItem>["change"],
          dn,
          displayName: profile?.displayName ?? lastKnown({ state, sequence })?.name ?? null,
          email: emailIn(profile) ?? lastKnown({ state, sequence })?.email ?? null,
          state,
          changedAt: time,
        }),
      );
    },
  );
};
