import type { Run } from "../../api/queries.ts";

/** What came, what changed and what went: the three that a row has room for. */
export const changesOf = ({ created, restored, updated, moved, disabled, enabled, removed }: Run["counts"]) => ({
  created: created + restored,
  updated: updated + moved + disabled + enabled,
  removed,
});
