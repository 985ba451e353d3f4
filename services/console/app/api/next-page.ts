import type { UseInfiniteQueryResult } from "@tanstack/react-query";

/** The next page of a list with cursors. */
export interface NextPage {
  /** Where something is being asked already, that is waited for. */
  readonly load: () => void;
  readonly loading: boolean;
  /** Whether it may be asked for by itself: nothing is under way, and the last time did not fail. */
  readonly ready: boolean;
  readonly error: unknown;
}

type List = Pick<
  UseInfiniteQueryResult,
  "hasNextPage" | "fetchNextPage" | "isFetching" | "isFetchingNextPage" | "isFetchNextPageError" | "error"
>;

/** Undefined where everything is there. */
export const nextPageOf = (query: List): NextPage | undefined => {
  const { hasNextPage, fetchNextPage, isFetching, isFetchingNextPage, isFetchNextPageError, error } = query;
  if (!hasNextPage) return undefined;
  return {
    load: () => void fetchNextPage({ cancelRefetch: false }),
    loading: isFetchingNextPage,
    ready: !isFetching && !isFetchNextPageError,
    error: isFetchNextPageError ? error : null,
  };
};
