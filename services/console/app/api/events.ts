import { useEffect, useEffectEvent } from "react";

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/** How long to wait before the next attempt to listen; longer each time, and not all listeners at once. */
export const waitBeforeMs = (attempt: number, random: number): number =>
  Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempt, 10)) * (0.75 + random / 2);

interface Listening<Name extends string> {
  readonly names: readonly Name[];
  readonly onEvent: (name: Name, data: unknown) => void;
}

/**
 * Server-sent events of a path while the page is looked at. A hidden page does not listen: a browser keeps few connections
 * to one server, and forty forgotten tabs would take them all.
 */
const listen = <Name extends string>(path: string, { names, onEvent }: Listening<Name>): (() => void) => {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;

  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  };
  const open = () => {
    close();
    source = new EventSource(path);
    source.addEventListener("open", () => {
      attempt = 0;
    });
    for (const name of names) {
      source.addEventListener(name, ({ data }: MessageEvent<string>) => {
        const parsed = parse(data);
        if (parsed !== undefined) onEvent(name, parsed);
      });
    }
    // The browser itself gives up at an answer that is no stream, such as one that says to sign in again.
    source.addEventListener("error", () => {
      close();
      timer = setTimeout(open, waitBeforeMs(attempt++, Math.random()));
    });
  };
  const look = () => (document.hidden ? close() : open());

  look();
  document.addEventListener("visibilitychange", look);
  return () => {
    document.removeEventListener("visibilitychange", look);
    close();
  };
};

const parse = (data: string): unknown => {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
};

/** Listens as long as the component is there; `path` undefined: not now. The names stay as they are. */
export const useServerEvents = <Name extends string>(path: string | undefined, { names, onEvent }: Listening<Name>): void => {
  const event = useEffectEvent(onEvent);
  useEffect(() => {
    if (path === undefined) return;
    return listen(path, { names, onEvent: (name, data) => event(name, data) });
  }, [path, names]);
};
