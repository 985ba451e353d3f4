import { QueryClient } from "@tanstack/react-query";
import { isTemporary, Problem } from "./problem.ts";

const MOST_TRIES = 3;

/** Only what may be answered in a moment is asked again by itself, and when the server said. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      retry: (failures, error) => failures < MOST_TRIES && isTemporary(error),
      retryDelay: (attempt, error) => (error instanceof Problem ? error.retryAfterMs : undefined) ?? Math.min(8_000, 500 * 2 ** attempt),
    },
  },
});
