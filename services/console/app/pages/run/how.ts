import type { Run } from "../../api/queries.ts";
import { howItRead as text } from "../../text/en/runs.ts";

type Read = Pick<Run, "mode" | "changesBy" | "fullBecause" | "removalsBy" | "status" | "stage">;

/** How a run came to know what to read, and what it could not see so, in sentences. */
export const howItRead = ({ mode, changesBy, fullBecause, removalsBy, status, stage }: Read): string[] => {
  if (mode === "apply") return [text.apply];
  if (fullBecause !== null) return [text.because[fullBecause]];
  if (changesBy !== null) {
    const sentence = text.by[changesBy];
    return changesBy === "nothing" || removalsBy === null ? [sentence] : [sentence, text.removals[removalsBy]];
  }
  if (mode === "full") return [text.full];
  return status === "running" && stage === null ? [text.notYet] : [];
};
