import { Id } from "@dirstream/contracts";
import type { EventLog } from "@dirstream/event-log";
import type { HttpApp } from "@dirstream/service";
import { killPoint } from "@dirstream/service/kill-point";
import * as z from "zod";
import { type Commands, command, problems, stateHeaders } from "../command.ts";
import { connectorStream, handle } from "../event-stream.ts";
import { ConnectorChanges, NewConnector } from "../settings/settings-input.ts";
import { type Requested, requestSync, type Wish } from "../syncs/request-sync.ts";
import { changeConnector, isUnchanged, registerConnector } from "./change-connector.ts";

export const ConnectorPath = z.object({ account: Id, connector: Id });
export const CONNECTOR_PATH = "/api/v1/accounts/:account/connectors/:connector";

const IfMatch = z.looseObject({ "if-match": z.string().optional().describe("The ETag of the connector as it was seen") });
/** null: the request will be made within seconds. */
const RequestId = z.string().nullable();

export const addConnectorRoutes = (app: HttpApp, commands: Commands): void => {
  addRegistration(app, commands);
  addChange(app, commands);
  addRemoval(app, commands);
};

const addRegistration = (app: HttpApp, commands: Commands): void => {
  const schema = {
    summary: "Registers a connector and requests its first synchronisation",
    tags: ["connectors"],
    params: z.object({ account: Id }),
    body: NewConnector,
    response: { 201: z.object({ connectorId: Id, requestId: RequestId }), ...problems },
  };
  app.post("/api/v1/accounts/:account/connectors", { config: { role: "admin" }, schema }, async ({ params, body, caller }, reply) => {
    const { account } = params;
    const { connector, sequence, requested } = await command(commands, async (log, signal) => {
      const { connector, history } = await registerConnector(log, commands.seal, { account, input: body, by: caller.subject }, signal);
      const wish: Wish = { kind: "read", mode: "full", reason: "first", causedBy: history.sequence, by: caller.subject };
      const requested = await requestForCommand(commands, log, { account, connector, wish }, signal);
      return { connector, sequence: history.sequence, requested };
    });
    return reply
      .code(201)
      .headers(stateHeaders({ CONNECTORS: sequence, ...positionOf(requested) }))
      .header("location", `/api/v1/accounts/${account}/connectors/${connector}`)
      .send({ connectorId: connector, requestId: requested?.requestId ?? null });
  });
};

const addChange = (app: HttpApp, commands: Commands): void => {
  const schema = {
    summary: "Changes what the body names; a password that is left out stays",
    tags: ["connectors"],
    params: ConnectorPath,
    headers: IfMatch,
    body: ConnectorChanges,
    response: { 200: z.object({ connectorId: Id }), ...problems },
  };
  app.patch(CONNECTOR_PATH, { config: { role: "admin" }, schema }, async ({ params, body, headers, caller }, reply) => {
    const change = { ...params, changes: body, ifMatch: headers["if-match"], by: caller.subject };
    const { sequence } = await command(commands, (log, signal) => changeConnector(log, commands.seal, change, signal));
    reply.headers(stateHeaders({ CONNECTORS: sequence }));
    return { connectorId: params.connector };
  });
};

const addRemoval = (app: HttpApp, commands: Commands): void => {
  const schema = {
    summary: "Removes a connector for good; what it brought is kept, or removed by a run",
    tags: ["connectors"],
    params: ConnectorPath,
    headers: IfMatch,
    querystring: z.strictObject({ entries: z.enum(["keep", "remove"]).default("keep") }),
    response: { 200: z.object({ connectorId: Id, requestId: RequestId }), ...problems },
  };
  app.delete(CONNECTOR_PATH, { config: { role: "admin" }, schema }, async ({ params, query, headers, caller }, reply) => {
    const { account, connector } = params;
    const by = caller.subject;
    const { sequence, requested } = await command(commands, async (log, signal) => {
      const remove = { type: "RemoveConnector", data: { entries: query.entries, by } } as const;
      const { sequence } = await handle(log, connectorStream(account, connector), remove, signal, isUnchanged(headers["if-match"]));
      if (query.entries === "keep") return { sequence, requested: undefined };
      const wish: Wish = { kind: "apply", mode: "full", reason: "connectorRemoved", causedBy: sequence, by };
      return { sequence, requested: await requestForCommand(commands, log, { account, connector, wish }, signal) };
    });
    reply.headers(stateHeaders({ CONNECTORS: sequence, ...positionOf(requested) }));
    return { connectorId: connector, requestId: requested?.requestId ?? null };
  });
};

/**
 * Requests the run of a command that is recorded already. Should that fail, the command stands all the same,
 * and the scheduler makes the request within seconds: so it is no failure of the command.
 */
export const requestForCommand = async (
  { log: serviceLog }: Commands,
  log: EventLog,
  { account, connector, wish }: { readonly account: string; readonly connector: string; readonly wish: Wish },
  signal: AbortSignal,
): Promise<Requested | undefined> => {
  killPoint("connector-service.beforeRequest");
  try {
    return await requestSync(log, account, connector, wish, signal);
  } catch (error) {
    serviceLog.warn({ err: error, account, connector, reason: wish.reason }, "a recorded command has no request yet");
    return undefined;
  }
};

export const positionOf = (requested: Requested | undefined) => (requested === undefined ? {} : { SYNC_REQUESTS: requested.sequence });
