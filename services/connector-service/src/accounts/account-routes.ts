import { Id, RegionId, Zone } from "@dirstream/contracts";
import { formatPosition, type HttpApp, POSITION_HEADER } from "@dirstream/service";
import * as z from "zod";
import { type Commands, command, problems } from "../command.ts";
import { accountStream, handle } from "../event-stream.ts";

const AccountBody = z.strictObject({
  region: RegionId.describe("Where the account is held"),
  zone: Zone.optional().describe("Another zone than the region's, for the times of day at which connectors are synchronised"),
});
const AccountAnswer = z.object({ account: Id, region: RegionId, zone: z.string() });

export const addAccountRoutes = (app: HttpApp, commands: Commands): void => {
  app.put(
    "/api/v1/accounts/:account",
    {
      config: { role: "admin" },
      schema: {
        summary: "Registers an account, or changes its region or zone",
        tags: ["accounts"],
        params: z.object({ account: Id }),
        body: AccountBody,
        response: { 200: AccountAnswer, ...problems },
      },
    },
    async ({ params, body, caller }, reply) => {
      const configure = { type: "ConfigureAccount", data: { ...body, by: caller.subject } } as const;
      const { state, sequence } = await command(commands, (log, signal) => handle(log, accountStream(params.account), configure, signal));
      if (state.status !== "registered") throw new Error("an account that was configured is not registered");
      reply.header(POSITION_HEADER, formatPosition({ CONNECTORS: sequence }));
      return { account: params.account, region: state.region, zone: state.zone };
    },
  );
};
