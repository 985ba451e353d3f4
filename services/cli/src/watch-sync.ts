import { setTimeout as delay } from "node:timers/promises";
import { Progress } from "@dirstream/contracts";
import { SingleBar } from "cli-progress";
import { Sync } from "./answers.ts";
import { pageOf } from "./api.ts";
import { CannotDo } from "./failure.ts";
import { connectorPath, type Output, type Session } from "./session.ts";

const POLL_MS = 1000;
const ENDED = ["completed", "held", "failed"];

export interface Watched {
  readonly connectorId: string;
  readonly name: string;
  /** Without it, the newest. */
  readonly requestId?: string | undefined;
}

/**
 * Follows a run to its end. What it answers with is always read from the list of runs; server-sent events only tell how far it is
 * and when to look again, so that without them nothing is missing but the bar.
 */
export const watchSync = async (session: Session, watched: Watched): Promise<Sync> => {
  const following = new AbortController();
  const bar = openBar(watched.name, session.output);
  let syncId: Sync["syncId"];
  let last: Progress | undefined;
  let wake = Promise.withResolvers<void>();
  // The first that is heard may be of the run before: it is shown only once the list says whose it is.
  const show = (): void => {
    if (last !== undefined && last.syncId === syncId) bar.show(last);
  };
  const events = follow(session, watched, following.signal, (progress) => {
    if (progress.syncId !== last?.syncId || ENDED.includes(progress.stage)) wake.resolve();
    last = progress;
    show();
  });
  try {
    for (;;) {
      const sync = await findSync(session, watched);
      if (ENDED.includes(sync.status)) return sync;
      syncId = sync.syncId;
      show();
      await Promise.race([delay(POLL_MS), wake.promise]);
      wake = Promise.withResolvers<void>();
    }
  } finally {
    following.abort();
    await events;
    bar.close();
  }
};

const findSync = async (session: Session, { connectorId, name, requestId }: Watched): Promise<Sync> => {
  const path = connectorPath(session, connectorId, "/syncs");
  if (requestId !== undefined) return (await session.api.get(Sync, `${path}/${encodeURIComponent(requestId)}`)).answer;
  const { answer } = await session.api.get(pageOf(Sync), path, { limit: 1 });
  const [found] = answer.items;
  if (found === undefined) throw new CannotDo(`No run of ${name} has been requested yet. dirstream connector sync requests one.`);
  return found;
};

const follow = async (
  session: Session,
  { connectorId }: Watched,
  signal: AbortSignal,
  seen: (progress: Progress) => void,
): Promise<void> => {
  try {
    for await (const data of session.api.events(connectorPath(session, connectorId, "/progress"), signal)) {
      const progress = Progress.safeParse(data);
      if (progress.success) seen(progress.data);
    }
  } catch {
    // The list of runs is asked every second anyway.
  }
};

const STAGES: Readonly<Record<Progress["stage"], string>> = {
  connecting: "Connecting",
  reading: "Reading",
  comparing: "Comparing",
  removing: "Removing",
  completed: "Completed",
  held: "Completed, with changes held",
  failed: "Failed",
};

/** One line that says how far the run is; how many entries there are is known only from the second run on. */
export const describeProgress = ({ stage, read, expected, counts }: Progress, width = 24): string => {
  const { read: _read, ...changes } = counts;
  const changed = Object.values(changes).reduce<number>((sum, count) => sum + (typeof count === "number" ? count : 0), 0);
  const entries = `${read.toLocaleString("en")}${expected === null ? "" : ` of about ${expected.toLocaleString("en")}`} entries`;
  const done = expected === null || expected === 0 ? undefined : Math.min(1, read / expected);
  const bar =
    done === undefined
      ? ""
      : `${"█".repeat(Math.round(done * width)).padEnd(width, "░")} ${String(Math.floor(done * 100)).padStart(3)} %  `;
  return `${STAGES[stage]}  ${bar}${entries}, ${changed.toLocaleString("en")} changes`;
};

interface Bar {
  readonly show: (progress: Progress) => void;
  readonly close: () => void;
}

const openBar = (name: string, { json, tell }: Output): Bar => {
  if (json) return { show: () => {}, close: () => {} };
  if (process.stderr.isTTY !== true) return stageLines(name, tell);
  const bar = new SingleBar({
    stream: process.stderr,
    clearOnComplete: true,
    format: (_options, _params, { progress }: { progress?: Progress }) =>
      `${name}  ${progress === undefined ? "Waiting for the run to begin" : describeProgress(progress)}`,
  });
  bar.start(1, 0, {});
  return { show: (progress) => bar.update(0, { progress }), close: () => bar.stop() };
};

/** Where nothing can be overwritten: a line for each stage. */
const stageLines = (name: string, tell: Output["tell"]): Bar => {
  let stage: string | undefined;
  return {
    show: (progress) => {
      if (progress.stage === stage) return;
      stage = progress.stage;
      tell(`${name}  ${describeProgress(progress)}\n`);
    },
    close: () => {},
  };
};
