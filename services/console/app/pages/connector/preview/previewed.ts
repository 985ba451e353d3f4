import type { PreviewChange, PreviewLine, PreviewSummary } from "@dirstream/contracts";

/** Whether somebody would come, be changed or go; what is held would wait for a person whatever it is. */
export const WAYS = ["come", "change", "go", "held"] as const;
export type Way = (typeof WAYS)[number];

export interface Previewed {
  readonly read: number;
  readonly counts: Readonly<Record<Way, number>>;
  /** The first of them; the counts go on. */
  readonly changes: readonly PreviewChange[];
  readonly summary: PreviewSummary | undefined;
  readonly failure: string | undefined;
}

export const NOTHING_PREVIEWED: Previewed = {
  read: 0,
  counts: { come: 0, change: 0, go: 0, held: 0 },
  changes: [],
  summary: undefined,
  failure: undefined,
};

/** More than anybody looks through; a browser keeps them easily. */
const MOST_KEPT = 20_000;

export const wayOf = ({ held, changes, state }: Pick<PreviewChange, "held" | "changes" | "state">): Way => {
  if (held) return "held";
  if (changes.includes("created") || changes.includes("restored")) return "come";
  return state === "removed" || changes.includes("disabled") ? "go" : "change";
};

/** What is known after these lines too. */
export const previewedWith = (before: Previewed, lines: readonly PreviewLine[]): Previewed => {
  const counts = { ...before.counts };
  const found: PreviewChange[] = [];
  let { read, summary, failure } = before;
  for (const line of lines) {
    switch (line.line) {
      case "progress":
        read = line.read;
        break;
      case "change":
        counts[wayOf(line)] += 1;
        found.push(line);
        break;
      case "summary":
        summary = line;
        read = line.counts.read;
        break;
      case "failed":
        failure = line.message;
        break;
      default:
        line satisfies never;
    }
  }
  const room = MOST_KEPT - before.changes.length;
  const changes = found.length === 0 || room <= 0 ? before.changes : [...before.changes, ...found.slice(0, room)];
  return { read, counts, changes, summary, failure };
};
