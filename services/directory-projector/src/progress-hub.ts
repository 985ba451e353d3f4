import { Progress, subjects } from "@dirstream/contracts";
import { type EventLog, subscribeVolatile } from "@dirstream/event-log";

interface Which {
  readonly account: string;
  readonly connector: string;
}

type Listener = (progress: Progress, connector: string) => void;

/** Hands the progress that runs publish to whoever looks at their connector now; and says when this process has folded something. */
export interface ProgressHub {
  /** Calls back at once with the last that is known, then with each that comes. Returns how to stop. */
  readonly listen: (which: Which, listener: Listener) => () => void;
  /** The same for all connectors of an account. */
  readonly listenToAll: (account: string, listener: Listener) => () => void;
  /** Called after each commit of the fold; never where another process folds. */
  readonly committed: () => void;
  readonly onCommitted: (listener: () => void) => () => void;
  /** Listens to the log until the signal aborts. */
  readonly follow: (log: EventLog, signal: AbortSignal) => Promise<void>;
}

const MOST_REMEMBERED = 10_000;

export const openProgressHub = (): ProgressHub => {
  const last = new Map<string, Progress>();
  const ofConnectors = openListeners<Listener>();
  const ofAccounts = openListeners<Listener>();
  const ofCommits = openListeners<() => void>();

  return {
    listen: ({ account, connector }, listener) => {
      const subject = subjects.progress(account, connector);
      const known = last.get(subject);
      if (known !== undefined) listener(known, connector);
      return ofConnectors.add(subject, listener);
    },
    listenToAll: (account, listener) => {
      for (const [subject, known] of last) {
        const place = placeOf(subject);
        if (place?.account === account) listener(known, place.connector);
      }
      return ofAccounts.add(account, listener);
    },
    committed: () => {
      for (const listener of ofCommits.of("")) listener();
    },
    onCommitted: (listener) => ofCommits.add("", listener),
    follow: async (log, signal) => {
      for await (const { subject, payload } of subscribeVolatile(log, { subject: subjects.progress("*", "*"), signal })) {
        const progress = decode(payload);
        const place = placeOf(subject);
        if (progress === undefined || place === undefined) continue;
        last.delete(subject); // so that the longest unheard comes first
        last.set(subject, progress);
        if (last.size > MOST_REMEMBERED) last.delete(last.keys().next().value as string);
        for (const listener of [...ofConnectors.of(subject), ...ofAccounts.of(place.account)]) listener(progress, place.connector);
      }
    },
  };
};

const placeOf = (subject: string): Which | undefined => {
  const [account, connector] = subject.split(".").slice(-2);
  return account === undefined || connector === undefined ? undefined : { account, connector };
};

const openListeners = <Listener>() => {
  const listeners = new Map<string, Set<Listener>>();
  return {
    of: (key: string): Iterable<Listener> => listeners.get(key) ?? [],
    add: (key: string, listener: Listener): (() => void) => {
      const others = listeners.get(key) ?? new Set();
      listeners.set(key, others.add(listener));
      return () => {
        others.delete(listener);
        if (others.size === 0 && listeners.get(key) === others) listeners.delete(key);
      };
    },
  };
};

/** Volatile and without consequence: what is not progress is passed over. */
const decode = (payload: Uint8Array): Progress | undefined => {
  try {
    return Progress.safeParse(JSON.parse(new TextDecoder().decode(payload))).data;
  } catch {
    return undefined;
  }
};
