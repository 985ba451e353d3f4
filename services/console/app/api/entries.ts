import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answer, api } from "./client.ts";
import { type Answer, IDLE_POLL_MS, keys, MANY, type Names } from "./queries.ts";

export type Entry = Answer<"/api/v1/accounts/{account}/users">["items"][number];
export type EntryList = "users" | "groups";
type State = Entry["state"];

export interface EntryFilter {
  readonly q?: string;
  readonly state?: State;
  readonly connector?: string;
  readonly department?: string;
}

export type EntryOrder = "name" | "-name" | "email" | "-email";

/** What a row shows. Of a hundred thousand rows everything else would fill the memory. */
export interface EntryRow {
  readonly id: string;
  readonly connectorId: string;
  readonly dn: string;
  readonly kind: Entry["kind"];
  readonly state: State;
  readonly name: string | null;
  readonly email: string | null;
  readonly title: string | null;
  readonly department: string | null;
  readonly memberCount: number | null;
}

const rowOf = (entry: Entry): EntryRow => {
  const { id, connectorId, dn, kind, state, memberCount, profile, lastKnown } = entry;
  return {
    id,
    connectorId,
    dn,
    kind,
    state,
    memberCount,
    name: lastNameOf(entry),
    email: emailOf(profile) ?? lastKnown?.email ?? null,
    title: profile.title ?? null,
    department: profile.department ?? null,
  };
};

/** What an entry is called; null where the directory does not say, as of one that was removed. */
export const nameOf = ({ displayName, userName }: Entry["profile"]): string | null => displayName ?? userName ?? null;

/** The same; of one that was removed what it was called before. */
export const lastNameOf = ({ profile, lastKnown }: Entry): string | null => nameOf(profile) ?? lastKnown?.name ?? null;

export const emailOf = ({ emails }: Entry["profile"]): string | null =>
  (emails?.find(({ primary }) => primary === true) ?? emails?.[0])?.value ?? null;

interface EntryPage {
  readonly rows: readonly EntryRow[];
  readonly next: string | null;
}

const rowsIn = ({ pages }: { readonly pages: readonly EntryPage[] }) => pages.flatMap(({ rows }) => rows);

/** The first page is what somebody waits for; who scrolls on is served in larger pieces. */
const FIRST_ENTRIES = 100;
const ENTRIES_AT_ONCE = 250;

/** People or groups. A list that somebody has scrolled far into is not asked for again by itself: its page offers it. */
export const entriesQuery = (account: string, which: EntryList, filter: EntryFilter, sort: EntryOrder) =>
  infiniteQueryOptions({
    queryKey: [...keys.entries(account), which, filter, sort],
    queryFn: async ({ pageParam, signal }): Promise<EntryPage> => {
      const from = pageParam === null ? { limit: FIRST_ENTRIES } : { limit: ENTRIES_AT_ONCE, cursor: pageParam };
      const params = { path: { account }, query: { ...filter, sort, ...from } };
      const { items, next } = await (which === "users"
        ? answer(api.GET("/api/v1/accounts/{account}/users", { params, signal }))
        : answer(api.GET("/api/v1/accounts/{account}/groups", { params, signal })));
      return { rows: items.map(rowOf), next };
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    select: rowsIn,
    structuralSharing: false,
    // Events say when it is older than what could be asked for.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: (query) => !isLongList(query),
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

const MOST_PAGES = 3;

/** Of a list that somebody has scrolled far into: asking for all its pages again would take long, and move what is being read. */
export const isLongList = ({ state: { data } }: { readonly state: { readonly data: unknown } }): boolean =>
  typeof data === "object" && data !== null && "pages" in data && Array.isArray(data.pages) && data.pages.length > MOST_PAGES;

export type Facets = Answer<"/api/v1/accounts/{account}/users/facets">;

/** How many each filter would bring, with all the others as they are. */
export const facetsQuery = (account: string, which: EntryList, filter: EntryFilter) =>
  queryOptions({
    queryKey: [...keys.entries(account), which, "facets", filter],
    queryFn: ({ signal }): Promise<Facets> => {
      const params = { path: { account }, query: filter };
      return which === "users"
        ? answer(api.GET("/api/v1/accounts/{account}/users/facets", { params, signal }))
        : answer(api.GET("/api/v1/accounts/{account}/groups/facets", { params, signal }));
    },
    staleTime: IDLE_POLL_MS,
  });

export const entryQuery = (account: string, entry: string) =>
  queryOptions({
    queryKey: [...keys.entries(account), "one", entry],
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/accounts/{account}/entries/{entry}", { params: { path: { account, entry } }, signal })),
  });

/** What another entry is called: for where only its id is told. */
export const entryNameQuery = (account: string, entry: string) =>
  queryOptions({
    ...entryQuery(account, entry),
    staleTime: IDLE_POLL_MS,
    select: (entry: Entry) => ({ kind: entry.kind, dn: entry.dn, name: lastNameOf(entry) }),
  });

export type Membership = Answer<"/api/v1/accounts/{account}/entries/{group}/groups">["items"][number];
export type MembershipsOf = "groups" | "members";

export const membershipsQuery = (account: string, entry: string, which: MembershipsOf, nested: boolean) =>
  infiniteQueryOptions({
    queryKey: [...keys.entries(account), "one", entry, which, nested],
    queryFn: ({ pageParam, signal }) => {
      const query = {
        nested: nested ? ("true" as const) : ("false" as const),
        limit: ENTRIES_AT_ONCE,
        ...(pageParam === null ? {} : { cursor: pageParam }),
      };
      const params = { path: { account, group: entry }, query };
      return which === "groups"
        ? answer(api.GET("/api/v1/accounts/{account}/entries/{group}/groups", { params, signal }))
        : answer(api.GET("/api/v1/accounts/{account}/groups/{group}/members", { params, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    select: membershipsIn,
  });

const membershipsIn = ({ pages }: { readonly pages: readonly { readonly items: readonly Membership[] }[] }) =>
  pages.flatMap(({ items }) => items);

/** Everything above or below an entry, as ids: for telling through which of its own groups or members another is reached. */
export const reachedQuery = (account: string, entry: string, which: MembershipsOf) =>
  queryOptions({
    queryKey: [...keys.entries(account), "one", entry, which, "reached"],
    queryFn: async ({ signal }): Promise<ReadonlySet<string>> => {
      const params = { path: { account, group: entry }, query: { nested: "true" as const, limit: MANY } };
      const { items } = await (which === "groups"
        ? answer(api.GET("/api/v1/accounts/{account}/entries/{group}/groups", { params, signal }))
        : answer(api.GET("/api/v1/accounts/{account}/groups/{group}/members", { params, signal })));
      return new Set(items.map(({ id, dn }) => id ?? dn ?? ""));
    },
    structuralSharing: false,
    staleTime: IDLE_POLL_MS,
  });

/** What a group's members are called, of a large one the first thousand. */
export const memberNamesQuery = (account: string, group: string) =>
  queryOptions({
    queryKey: [...keys.entries(account), "one", group, "names"],
    queryFn: async ({ signal }): Promise<Names> => {
      const params = { path: { account, group }, query: { limit: MANY } };
      const { items } = await answer(api.GET("/api/v1/accounts/{account}/groups/{group}/members", { params, signal }));
      return Object.fromEntries(
        items.flatMap(({ entryId, displayName, dn, kind }) =>
          entryId === null || kind === null ? [] : [[entryId, { name: displayName, dn: dn ?? entryId, kind }]],
        ),
      );
    },
    staleTime: IDLE_POLL_MS,
  });

export type Then = NonNullable<Answer<"/api/v1/accounts/{account}/entries/{entry}/as-of">["image"]>;

/** An entry as it was known at a moment (RFC 3339). */
export const asOfQuery = (account: string, entry: string, at: string) =>
  queryOptions({
    queryKey: [...keys.entries(account), "one", entry, "as of", at],
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/accounts/{account}/entries/{entry}/as-of", { params: { path: { account, entry }, query: { at } }, signal })),
  });

export type HistoryItem = Answer<"/api/v1/accounts/{account}/entries/{entry}/history">["items"][number];

const MOST_HISTORY = 5_000;

/** Everything that was observed of an entry, oldest first. */
export const historyQuery = (account: string, entry: string) =>
  queryOptions({
    queryKey: [...keys.entries(account), "one", entry, "history"],
    queryFn: async ({ signal }): Promise<readonly HistoryItem[]> => {
      const found: HistoryItem[] = [];
      let cursor: string | null = null;
      do {
        const query: { limit: number; cursor?: string } = { limit: MANY, ...(cursor === null ? {} : { cursor }) };
        const page: Answer<"/api/v1/accounts/{account}/entries/{entry}/history"> = await answer(
          api.GET("/api/v1/accounts/{account}/entries/{entry}/history", { params: { path: { account, entry }, query }, signal }),
        );
        found.push(...page.items);
        cursor = page.next;
        // An entry that changes with every run for years: its newest changes are what somebody looks for.
        if (found.length > 2 * MOST_HISTORY) found.splice(0, found.length - MOST_HISTORY);
      } while (cursor !== null);
      return found.slice(-MOST_HISTORY);
    },
  });
