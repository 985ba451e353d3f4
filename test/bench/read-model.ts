import type { BenchSystem } from "./bench-system.ts";

/** What the API says of the read model: only what the bench looks at. */
export interface ReadModelView {
  readonly live: { readonly schema: string };
  readonly rebuilding: RebuildReport | null;
  readonly lastRebuilt: RebuildReport | null;
}

export interface RebuildReport {
  readonly workId: string;
  readonly stage: string;
  readonly folded: number;
  readonly eventsPerSecond: number;
  readonly outcome: string | null;
}

/** Of the whole system, so not below an account. */
export const askReadModel = async <Answer>(
  { address }: Pick<BenchSystem, "address">,
  method: "GET" | "POST",
  path = "",
): Promise<Answer> => {
  const answer = await fetch(`${address.url}/api/v1/readmodel${path}`, { method, headers: { authorization: `Bearer ${address.token}` } });
  if (!answer.ok) throw new Error(`${method} /readmodel${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Answer;
};

export const liveSchema = async (system: Pick<BenchSystem, "address">): Promise<string> =>
  (await askReadModel<ReadModelView>(system, "GET")).live.schema;
