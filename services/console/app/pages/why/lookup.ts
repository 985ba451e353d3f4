import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "../../api/client.ts";
import type { Entry } from "../../api/entries.ts";
import { keys } from "../../api/queries.ts";
import type { paths } from "../../api/schema.ts";

type Lookup = paths["/api/v1/accounts/{account}/connectors/{connector}/lookup"]["post"]["responses"][200]["content"]["application/json"];
export type Found = Lookup["found"][number];

export const lookupsKey = (account: string) => ["lookup", account] as const;

/** The directory itself is asked: only when a person asks, never again by itself, and whatever changes elsewhere. */
export const lookupQuery = (account: string, connector: string, question: string) =>
  queryOptions({
    queryKey: [...lookupsKey(account), connector, question],
    queryFn: ({ signal }) => {
      const params = { path: { account, connector } };
      return answer(api.POST("/api/v1/accounts/{account}/connectors/{connector}/lookup", { params, body: { question }, signal }));
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    retryOnMount: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

/** What the read model looks for, at most. */
const LONGEST_SEARCH = 200;
const MOST_RECORDED = 20;

export interface RecordedAs {
  readonly entries: readonly Entry[];
  readonly hasMore: boolean;
}

/** What was recorded under a name, also of those who were removed. */
export const recordedAsQuery = (account: string, connector: string, question: string) =>
  queryOptions({
    queryKey: [...keys.entries(account), "recorded as", connector, question],
    queryFn: async ({ signal }): Promise<RecordedAs> => {
      const query = { q: question.slice(0, LONGEST_SEARCH), connector, state: "active,disabled,removed", limit: MOST_RECORDED };
      const params = { path: { account }, query };
      const [people, groups] = await Promise.all([
        answer(api.GET("/api/v1/accounts/{account}/users", { params, signal })),
        answer(api.GET("/api/v1/accounts/{account}/groups", { params, signal })),
      ]);
      return { entries: [...people.items, ...groups.items], hasMore: people.next !== null || groups.next !== null };
    },
  });

/** What keeps an entry as it is here: a question that is open, or the answer that it shall stay. */
export interface Keeping {
  readonly hold: string;
  readonly by: "question" | "decision";
}

const KEPT_BY: Readonly<Partial<Record<string, Keeping["by"]>>> = { open: "question", rejected: "decision" };

/** The latest hold that keeps an entry here that would go or be disabled; null where none does. */
export const keptQuery = (account: string, connector: string, entry: string) =>
  queryOptions({
    queryKey: [...keys.connector(account, connector), "holds", "kept", entry],
    queryFn: async ({ signal }): Promise<Keeping | null> => {
      const path = { account, connector };
      const holds = await answer(api.GET("/api/v1/accounts/{account}/connectors/{connector}/holds", { params: { path }, signal }));
      for (const { holdId: hold, status } of holds.items) {
        const by = KEPT_BY[status];
        if (by === undefined) continue;
        const params = { path: { ...path, hold }, query: { entry } };
        const { items } = await answer(api.GET("/api/v1/accounts/{account}/connectors/{connector}/holds/{hold}/items", { params, signal }));
        if (items.some(({ change }) => change !== "membersLost")) return { hold, by };
      }
      return null;
    },
  });
