import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { type ConnectorSettings, Id, PreviewChange, PreviewLine, PreviewSummary } from "@dirstream/contracts";
import type { HttpApp } from "@dirstream/service";
import * as z from "zod";
import { type Commands, command, problems } from "../command.ts";
import { CONNECTOR_PATH, ConnectorPath } from "../connectors/connector-routes.ts";
import { ConnectorChanges, NewConnector, settingsOf } from "../settings/settings-input.ts";
import { askFetcher, NDJSON, openTurns, requireAdminFor, wantsLines } from "./fetcher-answer.ts";
import { MOST_CHANGES, type Previewed, previewParts, previewRequestOf, wholePreview } from "./preview.ts";
import { asChanged, asEntered, type WouldBe } from "./would-be.ts";

/** Each reads the whole directory. */
const MOST_PREVIEWS = 6;

const Answer = z.object({
  summary: PreviewSummary,
  changes: z.array(PreviewChange).describe(`The first ${MOST_CHANGES.toLocaleString("en")}`),
  more: z.boolean().describe("There are more changes than these: ask line by line"),
});
const answers = {
  200: {
    description:
      `What a synchronisation would change now. With Accept: ${NDJSON} each change is a line, without a limit, and the summary the last; ` +
      "a preview that came to nothing ends with a line that says why, and without a last line it is not whole. " +
      "As a whole, a preview that came to nothing is the problem previewFailed (502).",
    content: { "application/json": { schema: Answer }, [NDJSON]: { schema: PreviewLine } },
  },
  ...problems,
} as const;

type TakeTurn = (account: string) => void;

/** Nothing of a preview is recorded. */
export const addPreviewRoutes = (app: HttpApp, commands: Commands): void => {
  const takeTurn = openTurns(MOST_PREVIEWS, { code: "tooManyPreviews", of: "previews" });
  addPreviewOfNew(app, commands, takeTurn);
  addPreviewOfSaved(app, commands, takeTurn);
};

const addPreviewOfNew = (app: HttpApp, commands: Commands, takeTurn: TakeTurn): void => {
  const schema = {
    summary: "Says what the first synchronisation of a connector would record, before it is saved",
    tags: ["connectors"],
    params: z.object({ account: Id }),
    body: NewConnector,
    response: answers,
  };
  app.post("/api/v1/accounts/:account/preview", { config: { role: "admin" }, schema }, async (request, reply) => {
    const { account } = request.params;
    const { body } = request;
    takeTurn(account);
    const wouldBe = await command(commands, (log, signal) => asEntered(log, account, body, settingsOf(body, "unsaved"), signal));
    const previewed = await answer(commands, wouldBe, { headers: request.headers, connection: reply.raw });
    return reply.type(previewed instanceof Readable ? NDJSON : "application/json").send(previewed as Previewed);
  });
};

const addPreviewOfSaved = (app: HttpApp, commands: Commands, takeTurn: TakeTurn): void => {
  const schema = {
    summary: "Says what a synchronisation of a connector would change, as it is saved or as the body would change it",
    tags: ["connectors"],
    params: ConnectorPath,
    body: ConnectorChanges.omit({ enabled: true }).nullish(),
    response: answers,
  };
  app.post(`${CONNECTOR_PATH}/preview`, { config: { role: "operator" }, schema }, async (request, reply) => {
    const { account, connector } = request.params;
    const changes = request.body ?? {};
    requireAdminFor(changes, request.caller.role, "A preview of");
    takeTurn(account);
    const wouldBe = await command(commands, (log, signal) => asChanged(log, { account, connector, changes }, signal));
    const previewed = await answer(commands, wouldBe, { headers: request.headers, connection: reply.raw });
    return reply.type(previewed instanceof Readable ? NDJSON : "application/json").send(previewed as Previewed);
  });
};

interface Caller {
  readonly headers: IncomingHttpHeaders;
  readonly connection: ServerResponse;
}

/** The whole answer, or the fetcher's own lines as they come. */
const answer = async (
  commands: Commands,
  wouldBe: WouldBe<ConnectorSettings>,
  { headers, connection }: Caller,
): Promise<Previewed | Readable> => {
  const request = await previewRequestOf(commands.seal, wouldBe);
  const unanswered = "No ldap-fetcher answers now, so there is no preview. Try again shortly.";
  const parts = await askFetcher(commands, { ask: (log, signal) => previewParts(log, request, signal), connection, unanswered });
  return wantsLines(headers) ? Readable.from(parts) : wholePreview(parts);
};
