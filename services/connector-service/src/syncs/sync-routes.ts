import { type ConnectorEvent, Digest, ReadMode, STREAM_NAMES } from "@dirstream/contracts";
import { Rejected } from "@dirstream/event-sourcing";
import { type HttpApp, Problem } from "@dirstream/service";
import * as z from "zod";
import { type Commands, command, problems, stateHeaders } from "../command.ts";
import { existing } from "../connectors/change-connector.ts";
import type { Connector } from "../connectors/connector.ts";
import { CONNECTOR_PATH, ConnectorPath, positionOf, requestForCommand } from "../connectors/connector-routes.ts";
import { connectorStream, type History, handle, load } from "../event-stream.ts";
import { readLastRun } from "./last-run.ts";
import { requestSync, type Wish } from "./request-sync.ts";

const Reason = z.string().trim().min(1, "Say why: it is recorded with your decision.").max(1000);
const Accepted = z.object({ requestId: z.string() });

export const addSyncRoutes = (app: HttpApp, commands: Commands): void => {
  addSyncNow(app, commands);
  addHoldDecision(app, commands, "approve");
  addHoldDecision(app, commands, "reject");
  addResumption(app, commands);
};

const addSyncNow = (app: HttpApp, commands: Commands): void => {
  const schema = {
    summary: "Requests a synchronisation now; one that waits already and reads as much serves as well",
    tags: ["syncs"],
    params: ConnectorPath,
    body: z.strictObject({ mode: ReadMode.default("incremental") }).nullish(),
    response: { 202: Accepted, ...problems },
  };
  app.post(`${CONNECTOR_PATH}/syncs`, { config: { role: "operator" }, schema }, async ({ params, body, caller }, reply) => {
    const { account, connector } = params;
    const { position, requestId } = await command(commands, async (log, signal) => {
      const { state, sequence } = await load(log, connectorStream(account, connector), signal);
      if (existing(state).status === "disabled") throw new Rejected("connectorDisabled", "This connector is disabled: enable it first.");
      const wish: Wish = { kind: "read", mode: body?.mode ?? "incremental", reason: "manual", causedBy: null, by: caller.subject };
      const requested = await requestSync(log, account, connector, wish, signal);
      return { position: { CONNECTORS: sequence, ...positionOf(requested) }, requestId: requested.requestId };
    });
    return reply.code(202).headers(stateHeaders(position)).send({ requestId });
  });
};

const DECISIONS = {
  approve: { type: "ApproveHold", event: "HoldApproved", summary: "Lets go of exactly what the open hold keeps back" },
  reject: { type: "RejectHold", event: "HoldRejected", summary: "Keeps what the open hold would let go, and does not ask again" },
} as const;

const addHoldDecision = (app: HttpApp, commands: Commands, decision: keyof typeof DECISIONS): void => {
  const { type, event, summary } = DECISIONS[decision];
  const schema = {
    summary,
    tags: ["holds"],
    params: ConnectorPath.extend({ hold: z.string().min(1).max(64) }),
    body: z.strictObject({ reason: Reason, digest: Digest.optional().describe("Of the items as they were seen") }),
    response: { 202: z.object({ requestId: z.string().nullable() }), ...problems },
  };
  app.post(`${CONNECTOR_PATH}/holds/:hold/${decision}`, { config: { role: "operator" }, schema }, async (request, reply) => {
    const { account, connector, hold: holdId } = request.params;
    const by = request.caller.subject;
    const { position, requestId } = await command(commands, async (log, signal) => {
      const { openHold } = await readLastRun(log, account, connector, signal);
      const decide = { type, data: { ...request.body, holdId, openHold, by } };
      const history = await handle(log, connectorStream(account, connector), decide, signal).catch((error: unknown) => {
        if (!(error instanceof Rejected) || error.code !== "holdNotOpen") throw error;
        throw new Problem(409, error.code, error.message, { openHold: openHold?.holdId ?? null });
      });
      const wish: Wish = { kind: "apply", mode: "full", reason: "approval", causedBy: decidedAt(history, event, holdId), by };
      const requested = await requestForCommand(commands, log, { account, connector, wish }, signal);
      return { position: { CONNECTORS: history.sequence, ...positionOf(requested) }, requestId: requested?.requestId ?? null };
    });
    return reply.code(202).headers(stateHeaders(position)).send({ requestId });
  });
};

/** The event that decided: perhaps an earlier one, when the same is asked twice. */
const decidedAt = (
  { recorded, sequence }: History<ConnectorEvent, Connector>,
  type: "HoldApproved" | "HoldRejected",
  holdId: string,
): number => recorded.findLast(({ event }) => event.type === type && event.data.holdId === holdId)?.sequence ?? sequence;

const addResumption = (app: HttpApp, commands: Commands): void => {
  const schema = {
    summary: "Lets the read models of a connector go on after an event that could not be read",
    tags: ["projection"],
    params: ConnectorPath,
    body: z.strictObject({
      stream: z.enum(STREAM_NAMES),
      sequence: z.int().min(1),
      skip: z.boolean().describe("true steps over the event; false reads it again"),
      reason: Reason,
    }),
    response: { 202: z.object({ connectorId: z.string() }), ...problems },
  };
  app.post(`${CONNECTOR_PATH}/projection/resume`, { config: { role: "admin" }, schema }, async ({ params, body, caller }, reply) => {
    const { account, connector } = params;
    const resume = { type: "ResumeProjection", data: { ...body, by: caller.subject } } as const;
    const { sequence } = await command(commands, (log, signal) => handle(log, connectorStream(account, connector), resume, signal));
    return reply
      .code(202)
      .headers(stateHeaders({ CONNECTORS: sequence }))
      .send({ connectorId: connector });
  });
};
