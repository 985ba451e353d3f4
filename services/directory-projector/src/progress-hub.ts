import { Progress, subjects } from "@dirstream/contracts";
import { type EventLog, subscribeVolatile } from "@dirstream/event-log";

interface Which {
  readonly account: string;
  readonly connector: string;
}

type Listener = (progress: Progress) => void;

/** Hands the progress that runs publish to whoever looks at their connector now. */
export interface ProgressHub {
  /** Calls back at once with the last that is known, then with each that comes. Returns how to stop. */
  readonly listen: (which: Which, listener: Listener) => () => void;
  /** Listens to the log until the signal aborts. */
  readonly follow: (log: EventLog, signal: AbortSignal) => Promise<void>;
}

const MOST_REMEMBERED = 10_000;

export const openProgressHub = (): ProgressHub => {
  const last = new Map<string, Progress>();
  const listeners = new Map<string, Set<Listener>>();
  const subjectOf = ({ account, connector }: Which) => subjects.progress(account, connector);

  return {
    listen: (which, listener) => {
      const subject = subjectOf(which);
      const known = last.get(subject);
      if (known !== undefined) listener(known);
      const others = listeners.get(subject) ?? new Set();
      listeners.set(subject, others.add(listener));
      return () => {
        others.delete(listener);
        if (others.size === 0) listeners.delete(subject);
      };
    },
    follow: async (log, signal) => {
      for await (const { subject, payload } of subscribeVolatile(log, { subject: subjects.progress("*", "*"), signal })) {
        const progress = decode(payload);
        if (progress === undefined) continue;
        last.delete(subject); // so that the longest unheard comes first
        last.set(subject, progress);
        if (last.size > MOST_REMEMBERED) last.delete(last.keys().next().value as string);
        for (const listener of listeners.get(subject) ?? []) listener(progress);
      }
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
