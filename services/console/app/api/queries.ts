import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answer, answerWithEtag, api } from "./client.ts";
import type { paths } from "./schema.ts";

export type Answer<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { "application/json": infer Body } } } };
}
  ? Body
  : never;

export type Account = Answer<"/api/v1/accounts/{account}">;
export type Connector = Answer<"/api/v1/accounts/{account}/connectors/{connector}">;
export type Run = Answer<"/api/v1/accounts/{account}/connectors/{connector}/runs/{sync}">;

/** What is asked again together: everything of a connector stands under its key. */
export const keys = {
  account: (account: string) => ["account", account] as const,
  connectors: (account: string) => ["account", account, "connectors"] as const,
  connector: (account: string, connector: string) => ["account", account, "connector", connector] as const,
  /** People and groups, lists and single ones. */
  entries: (account: string) => ["account", account, "entries"] as const,
};

/** More than anybody has; a list that is longer says so by `next`. */
export const MANY = 1_000;
/** Events say at once what has changed; this is for where they do not come through. */
export const IDLE_POLL_MS = 30_000;

export const accountsQuery = queryOptions({
  queryKey: ["accounts"],
  queryFn: async ({ signal }) => (await answer(api.GET("/api/v1/accounts", { params: { query: { limit: MANY } }, signal }))).items,
  staleTime: 60_000,
});

export const accountQuery = (account: string) =>
  queryOptions({
    queryKey: [...keys.account(account), "itself"],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/accounts/{account}", { params: { path: { account } }, signal })),
    staleTime: 60_000,
  });

export const connectorsQuery = (account: string) =>
  queryOptions({
    queryKey: keys.connectors(account),
    queryFn: async ({ signal }) => {
      const params = { path: { account }, query: { limit: MANY } };
      return (await answer(api.GET("/api/v1/accounts/{account}/connectors", { params, signal }))).items;
    },
    refetchInterval: IDLE_POLL_MS,
  });

/** With the ETag that a change of it must name. */
export const connectorQuery = (account: string, connector: string) =>
  queryOptions({
    queryKey: keys.connector(account, connector),
    queryFn: ({ signal }) =>
      answerWithEtag(api.GET("/api/v1/accounts/{account}/connectors/{connector}", { params: { path: { account, connector } }, signal })),
    refetchInterval: IDLE_POLL_MS,
  });

export const RUNS_SHOWN = { all: {}, changed: { changed: "true" }, failed: { status: "failed" } } as const;

export const runsQuery = (account: string, connector: string, show: keyof typeof RUNS_SHOWN) =>
  infiniteQueryOptions({
    queryKey: [...keys.connector(account, connector), "runs", show],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 50, ...RUNS_SHOWN[show], ...(pageParam === null ? {} : { cursor: pageParam }) };
      const params = { path: { account, connector }, query };
      return answer(api.GET("/api/v1/accounts/{account}/connectors/{connector}/runs", { params, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  });

export const runQuery = (account: string, connector: string, sync: string) =>
  queryOptions({
    queryKey: [...keys.connector(account, connector), "run", sync],
    queryFn: ({ signal }) => {
      const params = { path: { account, connector, sync } };
      return answer(api.GET("/api/v1/accounts/{account}/connectors/{connector}/runs/{sync}", { params, signal }));
    },
    refetchInterval: ({ state }) => (state.data?.status === "running" ? IDLE_POLL_MS : false),
  });

export type NeedsAttention = Answer<"/api/v1/accounts/{account}/attention">["items"][number];
export type Found = Answer<"/api/v1/accounts/{account}/search">;

export const attentionQuery = (account: string) =>
  queryOptions({
    queryKey: [...keys.connectors(account), "attention"],
    queryFn: async ({ signal }) =>
      (await answer(api.GET("/api/v1/accounts/{account}/attention", { params: { path: { account } }, signal }))).items,
    refetchInterval: IDLE_POLL_MS,
  });

export type Told = Answer<"/api/v1/accounts/{account}/attention/destinations">;

export const toldQuery = (account: string) =>
  queryOptions({
    queryKey: [...keys.account(account), "told"],
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/accounts/{account}/attention/destinations", { params: { path: { account } }, signal })),
    refetchInterval: IDLE_POLL_MS,
  });

export const searchQuery = (account: string, q: string) =>
  queryOptions({
    queryKey: [...keys.account(account), "search", q],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/accounts/{account}/search", { params: { path: { account }, query: { q } }, signal })),
    staleTime: 10_000,
  });

export type Hold = Answer<"/api/v1/accounts/{account}/connectors/{connector}/holds/{hold}">;
export type HeldItem = Answer<"/api/v1/accounts/{account}/connectors/{connector}/holds/{hold}/items">["items"][number];

export const holdsQuery = (account: string, connector: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.connector(account, connector), "holds"],
    queryFn: ({ pageParam, signal }) => {
      const query = pageParam === null ? { limit: 50 } : { limit: 50, cursor: pageParam };
      const params = { path: { account, connector }, query };
      return answer(api.GET("/api/v1/accounts/{account}/connectors/{connector}/holds", { params, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
    refetchInterval: IDLE_POLL_MS,
  });

export const holdQuery = (account: string, connector: string, hold: string) =>
  queryOptions({
    queryKey: [...keys.connector(account, connector), "hold", hold],
    queryFn: ({ signal }) => {
      const params = { path: { account, connector, hold } };
      return answer(api.GET("/api/v1/accounts/{account}/connectors/{connector}/holds/{hold}", { params, signal }));
    },
    refetchInterval: ({ state }) => (state.data?.status === "open" ? IDLE_POLL_MS : false),
  });

/** What a hold keeps back never changes; what has become of it since does, so it goes with the lists of entries. */
export const heldItemsQuery = (account: string, connector: string, hold: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.entries(account), "held", connector, hold],
    queryFn: ({ pageParam, signal }) => {
      const query = pageParam === null ? { limit: MANY } : { limit: MANY, cursor: pageParam };
      const params = { path: { account, connector, hold }, query };
      return answer(api.GET("/api/v1/accounts/{account}/connectors/{connector}/holds/{hold}/items", { params, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
    // Events say when it is older than what could be asked for.
    staleTime: Number.POSITIVE_INFINITY,
  });

/** How many a connector has brought. People are those who may sign in; a contact is an address in the directory, and counted apart. */
export const countsQuery = (account: string, connector: string) =>
  queryOptions({
    queryKey: [...keys.connector(account, connector), "counts"],
    queryFn: async ({ signal }) => {
      const params = { path: { account }, query: { connector } };
      const [users, groups] = await Promise.all([
        answer(api.GET("/api/v1/accounts/{account}/users/facets", { params, signal })),
        answer(api.GET("/api/v1/accounts/{account}/groups/facets", { params, signal })),
      ]);
      return kindsIn([...users.kind, ...groups.kind]);
    },
  });

export interface EntryCounts {
  readonly people: number;
  readonly contacts: number;
  readonly groups: number;
}

export const kindsIn = (found: Answer<"/api/v1/accounts/{account}/users/facets">["kind"]): EntryCounts => {
  const of = (kind: (typeof found)[number]["value"]) => found.find(({ value }) => value === kind)?.count ?? 0;
  return { people: of("user"), contacts: of("contact"), groups: of("group") };
};

export type RunChange = Answer<"/api/v1/accounts/{account}/connectors/{connector}/runs/{sync}/changes">["items"][number];
export type ChangeKind = RunChange["changes"][number];
export type Names = Answer<"/api/v1/accounts/{account}/connectors/{connector}/runs/{sync}/changes">["names"];

export interface ChangeFilter {
  readonly change?: ChangeKind;
  readonly kind?: NonNullable<RunChange["kind"]>;
  readonly q?: string;
}

/** What a run has changed, in the order of the log. A page may be short, or empty, and still have one after it. */
export const runChangesQuery = (account: string, connector: string, sync: string, filter: ChangeFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.connector(account, connector), "changes", sync, filter],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...filter, limit: 200, ...(pageParam === null ? {} : { cursor: pageParam }) };
      const params = { path: { account, connector, sync }, query };
      return answer(api.GET("/api/v1/accounts/{account}/connectors/{connector}/runs/{sync}/changes", { params, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    select: changesIn,
    // What has ended does not change any more.
    staleTime: ({ state }) => (state.data?.pages.at(-1)?.ended === true ? Number.POSITIVE_INFINITY : 2_000),
    refetchOnWindowFocus: false,
  });

type ChangesPage = Answer<"/api/v1/accounts/{account}/connectors/{connector}/runs/{sync}/changes">;

const changesIn = ({ pages }: { readonly pages: readonly ChangesPage[] }) => ({
  items: pages.flatMap(({ items }) => items),
  names: Object.assign({}, ...pages.map(({ names }) => names)) as Names,
  ended: pages.at(-1)?.ended === true,
});

/** Everything that fits, as a file: a plain link. */
export const runChangesFile = (
  account: string,
  connector: string,
  sync: string,
  filter: ChangeFilter,
  format: "ndjson" | "csv",
): string => {
  const path = [account, "connectors", connector, "runs", sync, "changes"].map(encodeURIComponent).join("/");
  return `/api/v1/accounts/${path}?${new URLSearchParams({ ...filter, format })}`;
};

export type Statistic = Answer<"/api/v1/accounts/{account}/connectors/{connector}/statistics">["items"][number];

/** The runs of the last days that have ended, oldest first; the newest of them where there are very many. */
export const statisticsQuery = (account: string, connector: string, days: number) =>
  queryOptions({
    queryKey: [...keys.connector(account, connector), "statistics", days],
    queryFn: async ({ signal }) => {
      const from = new Date(Date.now() - days * DAY_MS).toISOString();
      const found: Statistic[] = [];
      let cursor: string | null = null;
      do {
        const query: { from: string; limit: number; cursor?: string } = { from, limit: MANY, ...(cursor === null ? {} : { cursor }) };
        const params = { path: { account, connector }, query };
        const page: Answer<"/api/v1/accounts/{account}/connectors/{connector}/statistics"> = await answer(
          api.GET("/api/v1/accounts/{account}/connectors/{connector}/statistics", { params, signal }),
        );
        found.push(...page.items);
        cursor = page.next;
      } while (cursor !== null);
      return found;
    },
    staleTime: IDLE_POLL_MS,
  });

const DAY_MS = 24 * 60 * 60_000;
