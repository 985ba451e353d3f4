import { type Progress, subjects } from "@dirstream/contracts";
import { type EventLog, publishVolatile } from "@dirstream/event-log";
import type { Place } from "./place.ts";

const AT_MOST_EVERY_MS = 200;

type News = Pick<Progress, "stage" | "read" | "expected" | "counts">;

/** Tells whoever listens how a run goes on: a change of stage at once, numbers a few times a second. Nothing of it is stored. */
export const openProgress = (log: EventLog, { account, connector }: Place, syncId: string): ((news: News) => void) => {
  let stage: News["stage"] | undefined;
  let toldAt = 0;
  return (news) => {
    const now = Date.now();
    if (news.stage === stage && now - toldAt < AT_MOST_EVERY_MS) return;
    stage = news.stage;
    toldAt = now;
    const progress: Progress = { syncId, ...news, time: new Date(now).toISOString() };
    publishVolatile(log, { subject: subjects.progress(account, connector), payload: Buffer.from(JSON.stringify(progress)) });
  };
};
