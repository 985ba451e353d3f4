import { useMutation, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "./client.ts";
import { type Account, accountsQuery, keys, toldQuery } from "./queries.ts";
import type { paths } from "./schema.ts";

type Body<Path extends keyof paths, Method extends "patch" | "put"> = paths[Path] extends {
  [method in Method]: { requestBody: { content: { "application/json": infer Sent } } };
}
  ? Sent
  : never;

/** What a change of a connector names; what is left out stays. */
export type ConnectorChanges = Body<"/api/v1/accounts/{account}/connectors/{connector}", "patch">;
type AccountSettings = Body<"/api/v1/accounts/{account}", "put">;

/** What was done shows on every page of the account that tells of the connector. */
const useAskedAgain = (account: string, connector: string): (() => Promise<void>) => {
  const client = useQueryClient();
  return async () => {
    await client.invalidateQueries({ queryKey: keys.connectors(account) });
    await client.invalidateQueries({ queryKey: keys.connector(account, connector) });
  };
};

/** Requests a run now; what the account's pages show of it is asked again. */
export const useSyncNow = (account: string, connector: string) => {
  const askAgain = useAskedAgain(account, connector);
  return useMutation({
    mutationFn: (mode: "incremental" | "full") => {
      const params = { path: { account, connector } };
      return answer(api.POST("/api/v1/accounts/{account}/connectors/{connector}/syncs", { params, body: { mode } }));
    },
    onSuccess: askAgain,
  });
};

/** Changes the connector that was seen: the ETag names it. */
export const useChangeConnector = (account: string, connector: string) => {
  const askAgain = useAskedAgain(account, connector);
  return useMutation({
    mutationFn: ({ changes, etag }: { readonly changes: ConnectorChanges; readonly etag: string }) => {
      const params = { path: { account, connector }, header: { "if-match": etag } };
      return answer(api.PATCH("/api/v1/accounts/{account}/connectors/{connector}", { params, body: changes }));
    },
    // Also of what was refused: somebody else has changed it.
    onSettled: askAgain,
  });
};

/** What it brought is kept as it is, or goes with it. */
export const useRemoveConnector = (account: string, connector: string) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ entries, etag }: { readonly entries: "keep" | "remove"; readonly etag: string }) => {
      const params = { path: { account, connector }, query: { entries }, header: { "if-match": etag } };
      return answer(api.DELETE("/api/v1/accounts/{account}/connectors/{connector}", { params }));
    },
    onSuccess: () => client.invalidateQueries({ queryKey: keys.connectors(account) }),
  });
};

export type HoldDecision = "approve" | "reject";

/** Decides about exactly the set that was seen: the digest names it. */
export const useDecideHold = (account: string, connector: string) => {
  const askAgain = useAskedAgain(account, connector);
  return useMutation({
    mutationFn: ({ hold, digest, decision, reason }: { hold: string; digest: string; decision: HoldDecision; reason: string }) => {
      const params = { path: { account, connector, hold } };
      const body = { reason, digest };
      return decision === "approve"
        ? answer(api.POST("/api/v1/accounts/{account}/connectors/{connector}/holds/{hold}/approve", { params, body }))
        : answer(api.POST("/api/v1/accounts/{account}/connectors/{connector}/holds/{hold}/reject", { params, body }));
    },
    onSettled: askAgain,
  });
};

/** The next runs of all connectors that follow the account's zone change with it. */
export const useConfigureAccount = (account: string) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (settings: AccountSettings) => {
      const params = { path: { account } };
      return answer(api.PUT("/api/v1/accounts/{account}", { params, body: settings }));
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.account(account) });
      await client.invalidateQueries({ queryKey: accountsQuery.queryKey });
    },
  });
};

/** Where it is told that a connector needs somebody. */
export const useTellAttention = (account: string) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (attention: Account["attention"]) =>
      answer(api.PATCH("/api/v1/accounts/{account}", { params: { path: { account } }, body: { attention } })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.account(account) }),
  });
};

type Tested = paths["/api/v1/accounts/{account}/attention/test"]["post"]["responses"][200]["content"]["application/json"];
export type TestedDestination = Tested["destinations"][number];

/** Sends a test to what is saved. */
export const useTestAttention = (account: string) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.POST("/api/v1/accounts/{account}/attention/test", { params: { path: { account } } })),
    onSettled: () => client.invalidateQueries({ queryKey: toldQuery(account).queryKey }),
  });
};

type NewConnector = paths["/api/v1/accounts/{account}/connectors"]["post"]["requestBody"]["content"]["application/json"];

/** Registers a connector; its first run is requested with it. */
export const useRegisterConnector = (account: string) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewConnector) => answer(api.POST("/api/v1/accounts/{account}/connectors", { params: { path: { account } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.connectors(account) }),
  });
};
