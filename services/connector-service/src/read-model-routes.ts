import { type ReadModelWork, ReadModelWorkAnswer, subjects } from "@dirstream/contracts";
import { request } from "@dirstream/event-log";
import { type HttpApp, Problem, unavailable } from "@dirstream/service";
import * as z from "zod";
import { type Commands, command, problems } from "./command.ts";

const ANSWERS_WITHIN_MS = 3_000;

const SUMMARIES = {
  rebuild: "Builds the read model anew from the log beside the one in use, and then takes its place",
  verify: "Builds the read model anew from the log, and compares it with the one in use",
} as const;

/** Nothing of this is recorded: it changes no fact. The projector that folds is asked, and shows how far it is at GET /api/v1/readmodel. */
export const addReadModelRoutes = (app: HttpApp, commands: Commands): void => {
  add(app, commands, "rebuild");
  add(app, commands, "verify");
};

const add = (app: HttpApp, commands: Commands, work: keyof typeof SUMMARIES): void => {
  const schema = {
    summary: SUMMARIES[work],
    tags: ["readmodel"],
    response: { 202: z.object({ workId: z.uuid() }), ...problems },
  };
  app.post(`/api/v1/readmodel/${work}`, { config: { role: "admin" }, schema }, async ({ caller }, reply) => {
    if (!caller.accounts.includes("*")) throw new Problem(403, "forbidden", "This concerns every account, and your token names some.");
    const answer = await command(commands, async (log, signal) => {
      const payload = new TextEncoder().encode(JSON.stringify({ by: caller.subject } satisfies z.output<typeof ReadModelWork>));
      return request(log, { subject: subjects.readModel(work), payload, timeoutMs: ANSWERS_WITHIN_MS, signal });
    });
    if (answer === undefined) throw unavailable("No projector is folding now, so nobody could take this up. Try again shortly.");
    const { status, workId } = ReadModelWorkAnswer.parse(JSON.parse(new TextDecoder().decode(answer)));
    if (status === "busy") throw new Problem(409, "busy", "The read model is being rebuilt or verified already.", { workId });
    return reply.code(202).send({ workId });
  });
};
