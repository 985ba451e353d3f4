import { type AttentionTest, AttentionTestAnswer, Id, subjects } from "@dirstream/contracts";
import { request } from "@dirstream/event-log";
import { type HttpApp, noSuchAccount, Problem, unavailable } from "@dirstream/service";
import * as z from "zod";
import { openTurns } from "../ask-fetcher/fetcher-answer.ts";
import { type Commands, command, problems } from "../command.ts";
import { accountStream, load } from "../event-stream.ts";

const MOST_TESTS = 6;
/** Each destination has ten seconds, and a little for the way. */
const ANSWERS_WITHIN_MS = 15_000;

/** Nothing of this is recorded. The projector is asked, which alone tells anybody anything: its way out and its keys are what is tested. */
export const addAttentionTestRoute = (app: HttpApp, commands: Commands): void => {
  const takeTurn = openTurns(MOST_TESTS, { code: "tooManyTests", of: "tests of its destinations" });
  const schema = {
    summary: "Sends a test to where the account is told that a connector needs somebody, and says what came of it",
    tags: ["accounts"],
    params: z.object({ account: Id }),
    response: { 200: AttentionTestAnswer, ...problems },
  };
  app.post("/api/v1/accounts/:account/attention/test", { config: { role: "admin" }, schema }, async ({ params: { account } }) => {
    const question = await command(commands, async (log, signal) => {
      const { state } = await load(log, accountStream(account), signal);
      if (state.status !== "registered") throw noSuchAccount();
      const { emails, webhook } = state.attention;
      if (emails.length === 0 && webhook === null) throw new Problem(409, "toldNowhere", "Nothing is saved to which a test could be sent.");
      return { account, to: state.attention } satisfies z.output<typeof AttentionTest>;
    });
    takeTurn(account);
    const log = commands.eventLog();
    const payload = new TextEncoder().encode(JSON.stringify(question));
    const answer = log && (await request(log, { subject: subjects.attentionTest, payload, timeoutMs: ANSWERS_WITHIN_MS }));
    if (answer === undefined) throw unavailable("No projector is at work now, so nothing could be sent. Try again shortly.");
    return AttentionTestAnswer.parse(JSON.parse(new TextDecoder().decode(answer)));
  });
};
