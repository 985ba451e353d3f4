export type TaskState = "notStarted" | "inProgress" | "done";

/** How far somebody has come who connects a directory. */
export type Progress = "nothing" | "preparing" | "prepared" | "entering";

export interface Tasks {
  readonly prepare: TaskState;
  readonly connect: TaskState;
  readonly verify: TaskState;
}

type Ran = { readonly lastRun: { readonly status: string } | null };

/** While a directory is being connected the tasks are about that one, else about those that are there. */
export const taskStates = (progress: Progress, connectors: readonly Ran[]): Tasks => {
  switch (progress) {
    case "preparing":
      return { prepare: "inProgress", connect: "notStarted", verify: "notStarted" };
    case "prepared":
      return { prepare: "done", connect: "notStarted", verify: "notStarted" };
    case "entering":
      return { prepare: "done", connect: "inProgress", verify: "notStarted" };
    case "nothing":
      if (connectors.length === 0) return { prepare: "notStarted", connect: "notStarted", verify: "notStarted" };
      return { prepare: "done", connect: "done", verify: connectors.some(hasSucceeded) ? "done" : "inProgress" };
  }
};

/** A run that holds something back has read everything and recorded the rest. */
const hasSucceeded = ({ lastRun }: Ran): boolean => lastRun?.status === "completed" || lastRun?.status === "held";
