import { eventually } from "../fixtures/api-client.ts";
import type { FaultSystem } from "./fault-system.ts";
import type { Hit } from "./report.ts";
import { type KillPointName, victimOf } from "./schedule.ts";

const DIES_WITHIN_MS = 30_000;

/**
 * Starts the kill point's service with it, does what leads there, and waits until the process has ended itself.
 * It is down then: so one death can follow upon another before anybody has finished what the first has left.
 */
export const dieAt = async ({ crew }: FaultSystem, point: KillPointName, provoke: () => Promise<unknown>): Promise<Hit> => {
  const whom = victimOf(point);
  const { server, arm, ready } = crew[whom];
  await server.stop();
  arm(point);
  await server.start();
  arm(undefined);
  await Promise.race([ready().catch(() => undefined), server.exited]);
  // Whoever dies may be the one that was asked, and then there is no answer.
  const provoked = provoke().catch(() => undefined);
  await eventually(`${whom} ends itself at ${point}`, DIES_WITHIN_MS, async () => (server.isRunning() ? undefined : true));
  const hit = { atMs: Date.now(), what: `kill point ${point}`, whom };
  const { signal } = await server.exited;
  if (signal !== "SIGKILL") throw new Error(`${whom} ended otherwise than at ${point}: see its log`);
  await provoked;
  return hit;
};
