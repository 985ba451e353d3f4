import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { Id, type TestedSettings, TestedStage } from "@dirstream/contracts";
import type { HttpApp } from "@dirstream/service";
import * as z from "zod";
import { type Commands, command, problems } from "../command.ts";
import { CONNECTOR_PATH, ConnectorPath } from "../connectors/connector-routes.ts";
import { ConnectionChanges, connectionOf, NewConnection } from "../settings/settings-input.ts";
import { connectionTestOf, outcomeOf, stagesOf } from "./connection-test.ts";
import { askFetcher, NDJSON, openTurns, requireAdminFor, wantsLines } from "./fetcher-answer.ts";
import { asChanged, asEntered, type WouldBe } from "./would-be.ts";

/** Enough for somebody who corrects a form, too few to search a network. */
const MOST_TESTS = 20;

const Outcome = z.enum(["passed", "warning", "confirm", "failed"]).describe("The worst of the stages");
const Answer = z.object({ outcome: Outcome, stages: z.array(TestedStage) });
type Answer = z.output<typeof Answer>;
const answers = {
  200: {
    description: `The stages of each host, in order. With Accept: ${NDJSON} each stage is a line, as soon as it is decided, and the outcome the last.`,
    content: { "application/json": { schema: Answer }, [NDJSON]: { schema: z.union([TestedStage, z.object({ outcome: Outcome })]) } },
  },
  ...problems,
} as const;

type TakeTurn = (account: string) => void;

/** Nothing of a test is recorded. */
export const addConnectionTestRoutes = (app: HttpApp, commands: Commands): void => {
  const takeTurn = openTurns(MOST_TESTS, { code: "tooManyTests", of: "tests" });
  addTestOfNew(app, commands, takeTurn);
  addTestOfSaved(app, commands, takeTurn);
};

const addTestOfNew = (app: HttpApp, commands: Commands, takeTurn: TakeTurn): void => {
  const schema = {
    summary: "Tests the connection to a directory before anything is saved",
    tags: ["connectors"],
    params: z.object({ account: Id }),
    body: NewConnection,
    response: answers,
  };
  app.post("/api/v1/accounts/:account/connection-test", { config: { role: "admin" }, schema }, async (request, reply) => {
    const { account } = request.params;
    const { body } = request;
    takeTurn(account);
    const wouldBe = await command(commands, (log, signal) => asEntered(log, account, body, connectionOf(body), signal));
    const tested = await answer(commands, wouldBe, { headers: request.headers, connection: reply.raw });
    return reply.type(tested instanceof Readable ? NDJSON : "application/json").send(tested as Answer);
  });
};

const addTestOfSaved = (app: HttpApp, commands: Commands, takeTurn: TakeTurn): void => {
  const schema = {
    summary: "Tests the connection of a connector as it is saved, or as the body would change it",
    tags: ["connectors"],
    params: ConnectorPath,
    body: ConnectionChanges.nullish(),
    response: answers,
  };
  app.post(`${CONNECTOR_PATH}/test`, { config: { role: "operator" }, schema }, async (request, reply) => {
    const { account, connector } = request.params;
    const changes = request.body ?? {};
    requireAdminFor(changes, request.caller.role, "Testing");
    takeTurn(account);
    const wouldBe = await command(commands, (log, signal) => asChanged(log, { account, connector, changes }, signal));
    const tested = await answer(commands, wouldBe, { headers: request.headers, connection: reply.raw });
    return reply.type(tested instanceof Readable ? NDJSON : "application/json").send(tested as Answer);
  });
};

interface Caller {
  readonly headers: IncomingHttpHeaders;
  readonly connection: ServerResponse;
}

/** The whole answer, or its lines as they come: fastify sends a stream as it is. */
const answer = async (
  commands: Commands,
  wouldBe: WouldBe<TestedSettings>,
  { headers, connection }: Caller,
): Promise<Answer | Readable> => {
  const test = await connectionTestOf(commands.seal, wouldBe);
  const unanswered = "No ldap-fetcher answers now, so nothing could be tested. Try again shortly.";
  const stages = await askFetcher(commands, { ask: (log, signal) => stagesOf(log, test, signal), connection, unanswered });
  if (wantsLines(headers)) return Readable.from(lines(stages));
  const told: TestedStage[] = [];
  for await (const stage of stages) told.push(stage);
  return { outcome: outcomeOf(told.map(({ outcome }) => outcome)), stages: told };
};

/** Without its last line it is not whole. */
async function* lines(stages: AsyncIterable<TestedStage>): AsyncGenerator<string> {
  const outcomes: TestedStage["outcome"][] = [];
  for await (const stage of stages) {
    outcomes.push(stage.outcome);
    yield `${JSON.stringify(stage)}\n`;
  }
  yield `${JSON.stringify({ outcome: outcomeOf(outcomes) })}\n`;
}
