import type { Run } from "../../api/queries.ts";

/** What came, what changed and what went: the three that a row has room for. */
export const changesOf = ({ created, restored, updated, moved, disabled, enabled, removed }: Run["counts"]) => ({
  created: created + restored,
  updated: updated + moved + disabled + enabled,
  removed,
});

export const hasChanges = (counts: Run["counts"]): boolean => {
  const { created, updated, removed } = changesOf(counts);
  return created + updated + removed > 0;
};
