import { AttentionTo, Id, RegionId, Zone } from "@dirstream/contracts";
import { formatPosition, type HttpApp, POSITION_HEADER } from "@dirstream/service";
import * as z from "zod";
import { type Commands, command, problems } from "../command.ts";
import { accountStream, handle } from "../event-stream.ts";
import type { AccountCommand } from "./account.ts";
import { AttentionInput } from "./attention-input.ts";

const AccountBody = z.strictObject({
  region: RegionId.describe("Where the account is held"),
  zone: Zone.optional().describe("Another zone than the region's, for the times of day at which connectors are synchronised"),
});
const AccountChanges = z.strictObject({
  attention: AttentionInput.nullable().describe("Where it is told that a connector needs somebody; null: nowhere"),
});
const AccountAnswer = z.object({ account: Id, region: RegionId, zone: z.string(), attention: AttentionTo.strip() });

export const addAccountRoutes = (app: HttpApp, commands: Commands): void => {
  const change = async (account: string, changes: AccountCommand) => {
    const { state, sequence } = await command(commands, (log, signal) => handle(log, accountStream(account), changes, signal));
    if (state.status !== "registered") throw new Error("an account that was configured is not registered");
    const { region, zone, attention } = state;
    return { headers: { [POSITION_HEADER]: formatPosition({ CONNECTORS: sequence }) }, body: { account, region, zone, attention } };
  };
  const common = { tags: ["accounts"], params: z.object({ account: Id }), response: { 200: AccountAnswer, ...problems } };

  const put = { ...common, summary: "Registers an account, or changes its region or zone", body: AccountBody };
  app.put("/api/v1/accounts/:account", { config: { role: "admin" }, schema: put }, async ({ params, body, caller }, reply) => {
    const { headers, body: answer } = await change(params.account, { type: "ConfigureAccount", data: { ...body, by: caller.subject } });
    reply.headers(headers);
    return answer;
  });

  const patch = { ...common, summary: "Changes where an account is told that a connector needs somebody", body: AccountChanges };
  app.patch("/api/v1/accounts/:account", { config: { role: "admin" }, schema: patch }, async ({ params, body, caller }, reply) => {
    const attention = body.attention ?? { emails: [], webhook: null };
    const { headers, body: answer } = await change(params.account, { type: "TellAttention", data: { ...attention, by: caller.subject } });
    reply.headers(headers);
    return answer;
  });
};
