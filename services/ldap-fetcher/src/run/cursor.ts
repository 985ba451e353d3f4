import type { Cursor, ServerIdentity } from "@dirstream/contracts";

/** What a server said of its whole state, and until when that says everything. */
export interface Mark {
  readonly kind: Cursor["kind"];
  readonly values: readonly string[];
}

/** Where the next incremental run may begin. `untilMs`: from then on an entry is in another state without any change in the directory. */
export const cursorOf = (server: ServerIdentity, { kind, values }: Mark, untilMs?: number): Cursor => ({
  ...{ server, kind, value: values.join("\n") },
  ...(untilMs === undefined ? {} : { until: new Date(untilMs).toISOString() }),
});

/** Whether the same server says the same as then, and nothing that time alone changes has changed. */
export const isUnchanged = (cursor: Cursor, server: ServerIdentity, mark: Mark | null, nowMs: number): boolean => {
  if (mark === null || cursor.kind !== mark.kind) return false;
  if (cursor.server.vendor !== server.vendor || cursor.server.id !== server.id) return false;
  return cursor.value === mark.values.join("\n") && (cursor.until === undefined || nowMs < Date.parse(cursor.until));
};
