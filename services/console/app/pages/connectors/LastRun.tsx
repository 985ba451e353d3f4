import { Text, VisuallyHidden } from "@mantine/core";
import type { Run } from "../../api/queries.ts";
import { connectors as text } from "../../text/en/connectors.ts";
import { RelativeTime } from "../../ui/RelativeTime.tsx";
import { changesOf } from "../run/changes.ts";
import style from "./LastRun.module.css";

/** `12 min ago`, and what it changed. */
export const LastRun = ({ run }: { readonly run: Run | null }) => {
  if (run === null) return text.never;
  return (
    <>
      <RelativeTime at={run.completedAt ?? run.startedAt} />
      <Text span display="block" size="xs" c="var(--soft)">
        <Changes run={run} />
      </Text>
    </>
  );
};

/** `+12 ~3 −1`, and the same in words for who hears it. */
export const Changes = ({ run: { counts, status } }: { readonly run: Pick<Run, "counts" | "status"> }) => {
  const changes = changesOf(counts);
  if (changes.created + changes.updated + changes.removed === 0) return status === "failed" ? text.failed : text.nothingChanged;
  return (
    <>
      <span aria-hidden className={style.changes}>
        {text.changes(changes)}
      </span>
      <VisuallyHidden>{text.changesSpoken(changes)}</VisuallyHidden>
    </>
  );
};
