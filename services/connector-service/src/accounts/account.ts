import { isDeepStrictEqual } from "node:util";
import { type AccountEvent, type AttentionTo, NOWHERE, type RegionId, regionOf } from "@dirstream/contracts";
import { type Decider, Rejected } from "@dirstream/event-sourcing";
import type * as z from "zod";

export type Account =
  | { readonly status: "unregistered" }
  | {
      readonly status: "registered";
      readonly region: z.output<typeof RegionId>;
      readonly zone: string;
      /** Where it is told that a connector needs somebody. */
      readonly attention: AttentionTo;
    };

export type AccountCommand =
  | {
      readonly type: "ConfigureAccount";
      /** Without a zone of its own the account follows its region's. */
      readonly data: { readonly region: z.output<typeof RegionId>; readonly zone?: string | undefined; readonly by: string };
    }
  | {
      readonly type: "TellAttention";
      /** What is left out stays as it is. */
      readonly data: { readonly emails?: readonly string[] | undefined; readonly webhook?: string | null | undefined; readonly by: string };
    };

type AccountDecider = Decider<AccountCommand, AccountEvent, Account>;

const decide: AccountDecider["decide"] = ({ type, data }, account) => {
  switch (type) {
    case "ConfigureAccount": {
      const { region, zone = regionOf(region).zone, by } = data;
      if (account.status === "unregistered") return [{ type: "AccountRegistered", data: { region, zone, by } }];
      return changed(account, { ...account, region, zone }, by);
    }
    case "TellAttention": {
      if (account.status === "unregistered") throw new Rejected("noSuchAccount", "There is no such account.");
      const { emails = account.attention.emails, webhook = account.attention.webhook, by } = data;
      return changed(account, { ...account, attention: { ...account.attention, emails: [...emails], webhook } }, by);
    }
  }
};

type Registered = Extract<Account, { status: "registered" }>;

/** The whole of what is configured, so that the last event is the state. */
const changed = (before: Registered, { region, zone, attention }: Registered, by: string): AccountEvent[] => {
  if (before.region === region && before.zone === zone && isDeepStrictEqual(before.attention, attention)) return [];
  const told = attention.emails.length === 0 && attention.webhook === null ? {} : { attention };
  return [{ type: "AccountReconfigured", data: { region, zone, ...told, by } }];
};

const evolve: AccountDecider["evolve"] = (_account, { type, data: { region, zone, attention = NOWHERE } }) => {
  switch (type) {
    case "AccountRegistered":
    case "AccountReconfigured":
      return { status: "registered", region, zone, attention };
  }
};

export const account: AccountDecider = { initialState: { status: "unregistered" }, decide, evolve };
