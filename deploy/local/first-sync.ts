import { setTimeout as delay } from "node:timers/promises";
import { Presets, SingleBar } from "cli-progress";
import type { Api } from "./api.ts";
import { ACCOUNT } from "./demo-connector.ts";

interface Sync {
  readonly status: "requested" | "running" | "held" | "completed" | "failed";
  readonly counts: Readonly<Record<"read" | "created", number>> | null;
  readonly error: { readonly message: string } | null;
  readonly startedAt: string | null;
  readonly completedAt: string | null;
}

const POLL_MS = 150;
const GIVE_UP_AFTER_MS = 120_000;

/** Shows the connector's first sync until it has ended. One that ended in an earlier run is only told. */
export const showFirstSync = async (api: Api, connectorId: string, expected: number, signal: AbortSignal): Promise<void> => {
  const path = `/accounts/${ACCOUNT}/connectors/${connectorId}/syncs`;
  const first = async (): Promise<Sync | undefined> => (await api.get<{ items: Sync[] }>(`${path}?limit=1000`)).items.at(-1);
  const already = await first();
  if (already !== undefined && hasEnded(already)) return;

  const bar = new SingleBar(
    { format: "First sync   {bar} {value} of about {total} entries", clearOnComplete: false },
    Presets.shades_classic,
  );
  const isTerminal = process.stdout.isTTY === true;
  if (isTerminal) bar.start(expected, 0);
  const ended = await untilEnded(first, (sync) => isTerminal && bar.update(Math.min(sync.counts?.read ?? 0, expected)), signal);
  if (isTerminal) {
    if (ended?.status === "completed") bar.update(expected);
    bar.stop();
  }
  console.log(outcome(ended));
};

const untilEnded = async (
  first: () => Promise<Sync | undefined>,
  show: (sync: Sync) => void,
  signal: AbortSignal,
): Promise<Sync | undefined> => {
  const deadline = performance.now() + GIVE_UP_AFTER_MS;
  while (performance.now() < deadline) {
    const sync = await first();
    if (sync !== undefined) show(sync);
    if (sync !== undefined && hasEnded(sync)) return sync;
    await delay(POLL_MS, undefined, { signal });
  }
  return undefined;
};

const hasEnded = ({ status }: Sync): boolean => status !== "requested" && status !== "running";

const outcome = (sync: Sync | undefined): string => {
  if (sync === undefined) return "The first sync has not ended yet; `npx dirstream sync list` tells how it goes on.";
  const { status, counts, error, startedAt, completedAt } = sync;
  if (status === "failed") return `The first sync failed: ${error?.message}`;
  const seconds = (Date.parse(completedAt ?? "") - Date.parse(startedAt ?? "")) / 1000;
  return `First sync   ${status}: ${counts?.read} entries read, ${counts?.created} created, in ${seconds.toFixed(1)} s`;
};
