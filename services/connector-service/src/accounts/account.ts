import { type AccountEvent, type RegionId, regionOf } from "@dirstream/contracts";
import type { Decider } from "@dirstream/event-sourcing";
import type * as z from "zod";

export type Account =
  | { readonly status: "unregistered" }
  | { readonly status: "registered"; readonly region: z.output<typeof RegionId>; readonly zone: string };

export interface ConfigureAccount {
  readonly type: "ConfigureAccount";
  /** Without a zone of its own the account follows its region's. */
  readonly data: { readonly region: z.output<typeof RegionId>; readonly zone?: string | undefined; readonly by: string };
}

type AccountDecider = Decider<ConfigureAccount, AccountEvent, Account>;

const decide: AccountDecider["decide"] = ({ data: { region, zone = regionOf(region).zone, by } }, account) => {
  if (account.status === "unregistered") return [{ type: "AccountRegistered", data: { region, zone, by } }];
  if (account.region === region && account.zone === zone) return [];
  return [{ type: "AccountReconfigured", data: { region, zone, by } }];
};

const evolve: AccountDecider["evolve"] = (_account, { type, data: { region, zone } }) => {
  switch (type) {
    case "AccountRegistered":
    case "AccountReconfigured":
      return { status: "registered", region, zone };
  }
};

export const account: AccountDecider = { initialState: { status: "unregistered" }, decide, evolve };
