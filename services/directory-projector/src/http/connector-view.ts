import { ConnectorSettings, Id, Scope, Slot, WHOLE_SCOPE } from "@dirstream/contracts";
import { nextSlot, scheduleOf } from "@dirstream/schedule";
import { noSuchConnector } from "@dirstream/service";
import { type Kysely, sql } from "kysely";
import * as z from "zod";
import type { ReadModel } from "../tables.ts";
import { Run, type RunColumns, runOf, selectRuns } from "./run-view.ts";

export const ConnectorStatus = z.enum(["healthy", "running", "held", "failed", "disabled", "waiting", "halted"]);

/** Named one by one: what a later version adds to the settings is not shown before somebody has looked at it. */
const Shown = ConnectorSettings.pick({
  name: true,
  environment: true,
  primaryHost: true,
  secondaryHost: true,
  port: true,
  encryptionMode: true,
  startTls: true,
  certificateAuthority: true,
  pinnedKey: true,
  bindDn: true,
  baseDn: true,
  schedule: true,
  guard: true,
})
  .extend({ scope: Scope.strip().default(WHOLE_SCOPE) })
  .strip();

export const ConnectorView = z.object({
  connectorId: Id,
  ...Shown.shape,
  enabled: z.boolean(),
  status: ConnectorStatus.describe("waiting: it has not run yet; halted: an event cannot be understood, and what is shown is older"),
  revision: z.int().describe("What If-Match of a change must name: the ETag"),
  lastRun: Run.nullable(),
  nextRun: Slot.extend({ at: z.string().describe("The instant, RFC 3339") }).nullable(),
  halted: z.array(z.object({ stream: z.string(), sequence: z.int(), reason: z.string() })),
});
export type ConnectorView = z.output<typeof ConnectorView>;

interface Which {
  readonly account: string;
  readonly connector: string;
}

/** Throws the answer about a connector that is not there, or was removed. */
export const requireConnector = async (db: Kysely<ReadModel>, { account, connector }: Which): Promise<void> => {
  const known = await selectConnectors(db, account).where("connector.connector", "=", connector).executeTakeFirst();
  if (known === undefined) throw noSuchConnector();
};

/** An account's connectors that were not removed. */
const selectConnectors = (db: Kysely<ReadModel>, account: string) =>
  db
    .selectFrom("connector")
    .innerJoin("connector_state as state", (join) =>
      join.onRef("state.account", "=", "connector.account").onRef("state.connector", "=", "connector.connector"),
    )
    .where("connector.account", "=", account)
    .where("state.state", "!=", "removed")
    .select(["connector.account", "connector.connector", "connector.name", "state.state"]);

/** With everything that its status is derived from. */
export const selectConnectorViews = (db: Kysely<ReadModel>, account: string) =>
  selectConnectors(db, account)
    .innerJoin("account", "account.account", "connector.account")
    .innerJoin("connector_revision as revision", (join) =>
      join.onRef("revision.account", "=", "connector.account").onRef("revision.connector", "=", "connector.connector"),
    )
    .leftJoinLateral(
      (eb) =>
        selectRuns(eb as never)
          .whereRef("run.account", "=", "connector.account" as never)
          .whereRef("run.connector", "=", "connector.connector" as never)
          .orderBy("run.sequence", "desc")
          .limit(1)
          .as("last"),
      (join) => join.onTrue(),
    )
    .selectAll("last")
    .select([
      "connector.settings",
      "account.zone",
      "revision.sequence as revision",
      sql<ConnectorView["halted"]>`(
        select coalesce(json_agg(json_build_object('stream', h.stream, 'sequence', h.sequence, 'reason', h.reason) order by h.stream), '[]')
        from halted h where h.account = connector.account and h.connector in (connector.connector, '')
      )`.as("halted"),
    ]);

type ConnectorColumns = Awaited<ReturnType<ReturnType<typeof selectConnectorViews>["executeTakeFirstOrThrow"]>>;

export const connectorViewOf = (row: ConnectorColumns, nowMs: number): ConnectorView => {
  const settings = Shown.parse(row.settings);
  const lastRun = row.sync_id === null ? null : runOf(row as RunColumns);
  const enabled = row.state === "enabled";
  const next = enabled ? nextSlot(scheduleOf(settings.schedule, row.zone), nowMs) : undefined;
  return {
    connectorId: row.connector,
    ...settings,
    enabled,
    status: statusOf({ isHalted: row.halted.length > 0, enabled, lastRun }),
    revision: row.revision,
    lastRun,
    nextRun: next === undefined ? null : { at: new Date(next.atMs).toISOString(), date: next.date, time: next.time, zone: next.zone },
    halted: row.halted,
  };
};

/** What needs a person comes first. */
export const statusOf = ({
  isHalted,
  enabled,
  lastRun,
}: {
  readonly isHalted: boolean;
  readonly enabled: boolean;
  readonly lastRun: Pick<Run, "status" | "holdId"> | null;
}): ConnectorView["status"] => {
  if (isHalted) return "halted";
  if (!enabled) return "disabled";
  if (lastRun === null) return "waiting";
  if (lastRun.status === "running" || lastRun.status === "failed") return lastRun.status;
  return lastRun.holdId === null ? "healthy" : "held";
};
