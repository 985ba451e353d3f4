import type { Cursor, ServerIdentity } from "@dirstream/contracts";

/** What a server said of its whole state, and until when that says everything. */
export interface Mark {
  readonly kind: Cursor["kind"];
  readonly values: readonly string[];
}

const UNTIL = "until ";

/** Where the next incremental run may begin. `untilMs`: from then on an entry is in another state without any change in the directory. */
export const cursorOf = (server: ServerIdentity, { kind, values }: Mark, untilMs?: number): Cursor => {
  const until = untilMs === undefined ? [] : [UNTIL + new Date(untilMs).toISOString()];
  return { server, kind, value: [...values, ...until].join("\n") };
};

/** Whether the same server says the same as then, and nothing that time alone changes has changed. */
export const isUnchanged = (cursor: Cursor, server: ServerIdentity, mark: Mark | null, nowMs: number): boolean => {
  if (mark === null || cursor.kind !== mark.kind) return false;
  if (cursor.server.vendor !== server.vendor || cursor.server.id !== server.id) return false;
  const lines = cursor.value.split("\n");
  const until = lines.at(-1)?.startsWith(UNTIL) ? lines.pop() : undefined;
  return lines.join("\n") === mark.values.join("\n") && (until === undefined || nowMs < Date.parse(until.slice(UNTIL.length)));
};
