import { Certificate, ConnectorSettings, confirmedCertificates, Id, Scope, Slot, WHOLE_SCOPE } from "@dirstream/contracts";
import { nextSlot, scheduleOf } from "@dirstream/schedule";
import { noSuchConnector } from "@dirstream/service";
import { type Kysely, sql } from "kysely";
import * as z from "zod";
import type { ReadModel } from "../tables.ts";
import { type Attention, attentionOf, type ConnectorFacts, haltedSentence, heldSentence } from "./attention.ts";
import { Run, type RunColumns, runOf, selectRuns } from "./run-view.ts";

export const ConnectorStatus = z.enum(["healthy", "running", "held", "failed", "disabled", "waiting", "halted"]);

const Confirmed = Certificate.strip().nullable().default(null);

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
  .extend({
    scope: Scope.strip().default(WHOLE_SCOPE),
    secondaryPinnedKey: ConnectorSettings.shape.pinnedKey.default(null),
    pinnedCertificate: Confirmed.describe("What the certificate said in which pinnedKey was confirmed; null: the key alone was given"),
    secondaryPinnedCertificate: Confirmed,
  })
  .strip();

export const ConnectorView = z.object({
  connectorId: Id,
  ...Shown.shape,
  enabled: z.boolean(),
  status: ConnectorStatus.describe("waiting: it has not run yet; halted: an event cannot be understood, and what is shown is older"),
  since: z.string().nullable().describe("Since when it has this status; of a healthy one, when its last run completed"),
  why: z.string().nullable().describe("One sentence, of a status that needs a person"),
  revision: z.int().describe("What If-Match of a change must name: the ETag"),
  lastRun: Run.nullable(),
  lastHost: z.string().nullable().describe("Which host answered the last run that reached one"),
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
export const selectConnectors = (db: Kysely<ReadModel>, account: string) =>
  db
    .selectFrom("connector")
    .innerJoin("connector_state as state", (join) =>
      join.onRef("state.account", "=", "connector.account").onRef("state.connector", "=", "connector.connector"),
    )
    .where("connector.account", "=", account)
    .where("state.state", "!=", "removed")
    .select(["connector.account", "connector.connector", "connector.name", "state.state"]);

const ofConnector = (table: string) =>
  sql`${sql.ref(`${table}.account`)} = connector.account and ${sql.ref(`${table}.connector`)} = connector.connector`;

const lastCompletedAt = sql<string | null>`(
  select e.time from run_end e where ${ofConnector("e")} and e.status = 'completed' order by e.sequence desc limit 1
)`;

/** The first of the failures that no completed run has followed, with what the last of them said. */
const failing = sql<ConnectorFacts["failing"]>`(
  select json_build_object('since', first.time, 'code', last.code, 'message', last.message)
  from (
    select e.status, e.code, e.message from run_end e
    where ${ofConnector("e")} and e.stage is distinct from 'abandoned' order by e.sequence desc limit 1
  ) as last,
  lateral (
    select e.time from run_end e
    where ${ofConnector("e")} and e.status = 'failed' and e.stage <> 'abandoned' and e.sequence > coalesce((
      select c.sequence from run_end c where ${ofConnector("c")} and c.status = 'completed' order by c.sequence desc limit 1
    ), 0)
    order by e.sequence limit 1
  ) as first
  where last.status = 'failed'
)`;

/** What the last run left open, or what a run that goes on has just held, unless somebody has decided. */
const openHold = sql<ConnectorFacts["hold"]>`(
  select json_build_object('holdId', h.hold_id, 'since', h.time, 'held', h.held, 'active', h.active)
  from hold h left join hold_decision d using (account, connector, hold_id)
  where ${ofConnector("h")} and d.decision is null and coalesce((
    select e.open_hold is not distinct from h.hold_id or e.sequence < h.sequence from run_end e where ${ofConnector("e")} order by e.sequence desc limit 1
  ), true)
  order by h.sequence desc limit 1
)`;

const lastHost = sql<string | null>`(
  select r.host from run r where ${ofConnector("r")} and r.host is not null order by r.sequence desc limit 1
)`;

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
      "state.time as state_since",
      lastCompletedAt.as("last_completed_at"),
      failing.as("failing"),
      openHold.as("open_hold_of"),
      lastHost.as("last_host"),
      sql<ConnectorView["halted"]>`(
        select coalesce(json_agg(json_build_object('stream', h.stream, 'sequence', h.sequence, 'reason', h.reason) order by h.stream), '[]')
        from halted h where h.account = connector.account and h.connector in (connector.connector, '')
      )`.as("halted"),
    ]);

type ConnectorColumns = Awaited<ReturnType<ReturnType<typeof selectConnectorViews>["executeTakeFirstOrThrow"]>>;

export const shownSettings = (stored: unknown): z.output<typeof Shown> => {
  const settings = Shown.parse(stored);
  const { primary, secondary } = confirmedCertificates(settings);
  return { ...settings, pinnedCertificate: primary, secondaryPinnedCertificate: secondary };
};

export const connectorViewOf = (row: ConnectorColumns, nowMs: number): ConnectorView => {
  const settings = shownSettings(row.settings);
  const lastRun = row.sync_id === null ? null : runOf(row as RunColumns);
  const enabled = row.state === "enabled";
  const next = enabled ? nextSlot(scheduleOf(settings.schedule, row.zone), nowMs) : undefined;
  const status = statusOf({ isHalted: row.halted.length > 0, enabled, lastRun, isHeld: row.open_hold_of !== null });
  return {
    connectorId: row.connector,
    ...settings,
    enabled,
    status,
    ...sinceAndWhy(status, row, lastRun),
    revision: row.revision,
    lastRun,
    lastHost: row.last_host,
    nextRun: next === undefined ? null : { at: new Date(next.atMs).toISOString(), date: next.date, time: next.time, zone: next.zone },
    halted: row.halted,
  };
};

const sinceAndWhy = (status: ConnectorView["status"], row: ConnectorColumns, lastRun: Run | null): Pick<ConnectorView, "since" | "why"> => {
  const { halted, failing, open_hold_of: hold } = row;
  const [halt] = halted;
  switch (status) {
    case "halted":
      return { since: null, why: halt === undefined ? null : haltedSentence({ ...halt, since: null }) };
    case "failed":
      return { since: failing?.since ?? lastRun?.completedAt ?? null, why: lastRun?.error?.message ?? null };
    case "held":
      return { since: hold?.since ?? null, why: hold === null ? null : heldSentence(hold) };
    case "running":
      return { since: lastRun?.startedAt ?? null, why: null };
    case "healthy":
      return { since: lastRun?.completedAt ?? null, why: null };
    case "disabled":
    case "waiting":
      return { since: row.state_since, why: null };
  }
};

/** Where a connector has halted, the message in the log knows since when. */
export const attentionFor = (row: ConnectorColumns, haltedSince: string | null, nowMs: number): Attention | undefined => {
  const [halt] = row.halted;
  const schedule = scheduleOf(Shown.shape.schedule.parse((row.settings as { schedule: unknown }).schedule), row.zone);
  const facts: ConnectorFacts = {
    enabled: row.state === "enabled",
    enabledAt: row.state_since,
    schedule,
    lastCompletedAt: row.last_completed_at,
    failing: row.failing,
    hold: row.open_hold_of,
    halted: halt === undefined ? null : { ...halt, since: haltedSince },
  };
  return attentionOf(facts, nowMs);
};

/** What needs a person comes first. */
export const statusOf = ({
  isHalted,
  enabled,
  lastRun,
  isHeld,
}: {
  readonly isHalted: boolean;
  readonly enabled: boolean;
  readonly lastRun: Pick<Run, "status"> | null;
  /** Something waits for a person who has not decided yet. */
  readonly isHeld: boolean;
}): ConnectorView["status"] => {
  if (isHalted) return "halted";
  if (!enabled) return "disabled";
  if (lastRun === null) return "waiting";
  if (lastRun.status === "running" || lastRun.status === "failed") return lastRun.status;
  return isHeld ? "held" : "healthy";
};
