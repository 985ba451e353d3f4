import { type QueryClient, type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { isLongList } from "./entries.ts";
import { useServerEvents } from "./events.ts";
import { beginTelling } from "./position.ts";
import { type RunEvent, rememberProgress } from "./progress.ts";
import { keys } from "./queries.ts";

const NAMES = ["position", "run", "hold", "connector", "entries", "attention"] as const;
type Name = Exclude<(typeof NAMES)[number], "position">;

/** What an event says may be told otherwise now. */
export const concernedBy = (name: Name, account: string, connector: string): readonly QueryKey[] => {
  switch (name) {
    case "run":
    case "hold":
    case "connector":
      return [keys.connectors(account), keys.connector(account, connector)];
    case "entries":
      return [keys.entries(account), keys.connector(account, connector)];
    case "attention":
      return [keys.connectors(account)];
  }
};

/** A run that changes much says so many times a second; nobody reads as fast. */
const TOGETHER_MS = 400;

/**
 * Keeps every page of an account as it is now, by one connection: events only say what to ask anew, so that without them
 * nothing is missing but the moment. Each time they begin, also after the page was hidden, everything is asked for that may have been missed.
 */
export const useLive = (account: string | undefined): void => {
  const client = useQueryClient();
  const [asking] = useState(() => askTogether(client));
  const telling = useRef<() => void>(undefined);
  useEffect(
    () => () => {
      telling.current?.();
      asking.stop();
    },
    [asking],
  );
  useServerEvents(account === undefined ? undefined : `/api/v1/accounts/${encodeURIComponent(account)}/events`, {
    names: NAMES,
    onEvent: (name, data) => {
      if (account === undefined) return;
      if (name === "position") {
        const { position } = data as { readonly position: string };
        telling.current = beginTelling(position, () => asking.ask([keys.account(account)]));
        return;
      }
      const { connector } = data as { readonly connector: string };
      if (name === "run") {
        const run = data as RunEvent;
        if (run.event === "progressed") return rememberProgress(client, account, run);
      }
      asking.ask(concernedBy(name, account, connector));
    },
  });
};

const askTogether = (client: QueryClient) => {
  const waiting = new Map<string, QueryKey>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    ask: (concerned: readonly QueryKey[]) => {
      for (const key of concerned) waiting.set(JSON.stringify(key), key);
      timer ??= setTimeout(() => {
        timer = undefined;
        const keys = [...waiting.values()];
        waiting.clear();
        for (const key of keys) void askAnew(client, key);
      }, TOGETHER_MS);
    },
    stop: () => {
      clearTimeout(timer);
      timer = undefined;
    },
  };
};

const askAnew = async (client: QueryClient, queryKey: QueryKey): Promise<void> => {
  await client.invalidateQueries({ queryKey, refetchType: "none" });
  await client.refetchQueries({ queryKey, type: "active", predicate: (query) => query.isStale() && !isLongList(query) });
};
