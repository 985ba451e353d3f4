import { type AttentionTo, NOWHERE } from "@dirstream/contracts";
import { unavailable } from "@dirstream/service";
import * as z from "zod";
import { destinationsOf } from "../telling/destination.ts";
import { readTold } from "../telling/told.ts";
import { ACCOUNT_PATH, AccountPath, type AddQueries, problems, viewer } from "./queries.ts";

const Destination = z.object({
  kind: z.enum(["email", "webhook"]),
  to: z.string(),
  lastToldAt: z.string().nullable(),
  failing: z
    .object({ since: z.string(), because: z.string(), nextAt: z.string().describe("When it is tried again") })
    .nullable()
    .describe("It has not taken what it was told last"),
});

const ToldTo = z.object({
  email: z.object({ isSetUp: z.boolean(), setting: z.string().describe("Which setting of directory-projector sets it up") }),
  webhook: z.object({
    isSetUp: z.boolean(),
    setting: z.string(),
    publicKeys: z.array(z.string()).describe("whpk_…: each delivery is signed by each of them, as Standard Webhooks has it"),
  }),
  destinations: z.array(Destination),
});

const READ_MS = 2_000;

export const addToldQueries: AddQueries = (app, { db, eventLog, channels }) => {
  const schema = {
    summary: "Where it is told that a connector needs somebody: what was told last, and what does not arrive",
    tags: ["accounts"],
    params: AccountPath,
    response: { 200: ToldTo, ...problems },
  };
  app.get(`${ACCOUNT_PATH}/attention/destinations`, { config: viewer, schema }, async ({ params: { account } }) => {
    const log = eventLog();
    if (log === undefined) throw unavailable("The event log cannot be reached. Try again shortly.");
    const row = await db.selectFrom("account").select("attention").where("account", "=", account).executeTakeFirst();
    const destinations = await Promise.all(
      destinationsOf((row?.attention ?? NOWHERE) as AttentionTo).map(async (destination) => {
        const signal = AbortSignal.timeout(READ_MS);
        const { lastToldAt, failing } = await readTold(log, { account, destination, signal }).catch((error: unknown) => {
          throw signal.aborted ? unavailable("The event log does not answer. Try again shortly.") : error;
        });
        const { since = "", because = "", nextAtMs = 0 } = failing ?? {};
        const next = failing === null ? null : { since, because, nextAt: new Date(nextAtMs).toISOString() };
        return { ...destination, lastToldAt, failing: next };
      }),
    );
    return {
      email: { isSetUp: channels.email !== undefined, setting: "SMTP_URL" },
      webhook: {
        isSetUp: channels.webhook !== undefined,
        setting: "WEBHOOK_SIGNING_KEY_FILE",
        publicKeys: [...(channels.webhook?.signer.publicKeys ?? [])],
      },
      destinations,
    };
  });
};
