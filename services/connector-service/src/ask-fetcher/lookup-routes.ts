import { LookupFound, LookupSummary } from "@dirstream/contracts";
import type { HttpApp } from "@dirstream/service";
import * as z from "zod";
import { type Commands, command, problems } from "../command.ts";
import { CONNECTOR_PATH, ConnectorPath } from "../connectors/connector-routes.ts";
import { askFetcher, openTurns } from "./fetcher-answer.ts";
import { lookupLines, lookupRequestOf, wholeLookup } from "./lookup.ts";
import { asChanged } from "./would-be.ts";

/** As many as connection tests: enough for somebody who looks for a few people, too few to read a directory out. */
const MOST_LOOKUPS = 20;

const Question = z
  .string()
  .trim()
  .min(1, "Enter an e-mail address, a name, a user name or a distinguished name.")
  .max(500)
  .describe("An e-mail address, a name, a user name or a DN. It is neither recorded nor logged");

/** Nothing of a lookup is recorded. */
export const addLookupRoutes = (app: HttpApp, commands: Commands): void => {
  const takeTurn = openTurns(MOST_LOOKUPS, { code: "tooManyLookups", of: "lookups" });
  const schema = {
    summary: "Asks the directory why somebody is not here: who is meant, and what of the scope leaves him out",
    tags: ["connectors"],
    params: ConnectorPath,
    body: z.strictObject({ question: Question }),
    response: {
      200: {
        description:
          "At most 20 entries of the whole naming context, by the connector's own account. One that came to nothing is the problem lookupFailed (502).",
        content: { "application/json": { schema: z.object({ summary: LookupSummary, found: z.array(LookupFound) }) } },
      },
      ...problems,
    },
  };
  app.post(`${CONNECTOR_PATH}/lookup`, { config: { role: "operator" }, schema }, async ({ params, body }, reply) => {
    const { account, connector } = params;
    takeTurn(account);
    const saved = await command(commands, (log, signal) => asChanged(log, { account, connector, changes: {} }, signal));
    const request = lookupRequestOf(saved, body.question);
    const unanswered = "No ldap-fetcher answers now, so nobody could be looked up. Try again shortly.";
    const lines = await askFetcher(commands, {
      ask: (log, signal) => lookupLines(log, request, signal),
      connection: reply.raw,
      unanswered,
    });
    return wholeLookup(lines);
  });
};
