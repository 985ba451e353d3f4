import type { TestedStage, TestStage } from "@dirstream/contracts";
import type { Fields } from "./fields.ts";
import { invalidFrom, isInvalid, STAGES } from "./invalidated.ts";

export type Outcome = "passed" | "warning" | "confirm" | "failed";
export type Role = TestedStage["role"];

/** A test of what the form said then; without an outcome it has not come to its end. */
export interface Tested {
  readonly fields: Fields;
  readonly stages: readonly TestedStage[];
  readonly outcome: Outcome | undefined;
}

export const NOT_ENCRYPTED = "notEncrypted";
/** Another certificate than the confirmed one, for the same key: accepted, and worth remembering. */
export const CERTIFICATE_RENEWED = "certificateRenewed";

export type ShownStage = { readonly stage: TestStage } & (
  | { readonly state: "decided"; readonly decided: TestedStage; readonly isOutOfDate: boolean }
  | { readonly state: "checking" | "waiting" }
);

/** The stages of one host as they are shown: those that were decided, and what they still say of the form as it is now. */
export const stagesOf = (
  { stages }: Tested,
  role: Role,
  { from, isRunning }: { from: TestStage | undefined; isRunning: boolean },
): ShownStage[] => {
  const decided = stages.filter((stage) => stage.role === role);
  // The secondary host is looked at when the primary is done.
  const isTurn = isRunning && (role === "primary" || stages.filter((stage) => stage.role === "primary").length === STAGES.length);
  return STAGES.map((stage, at) => {
    const found = decided.find((one) => one.stage === stage);
    if (found !== undefined)
      return { stage, state: "decided", decided: found, isOutOfDate: found.outcome !== "notReached" && isInvalid(stage, from) };
    return { stage, state: isTurn && at === decided.length ? "checking" : "waiting" };
  });
};

export type Verdict =
  | { readonly kind: "passed" }
  | { readonly kind: "warning"; readonly count: number }
  | { readonly kind: "confirm" | "failed" | "secondary" | "onlySecondary"; readonly at: TestedStage }
  | { readonly kind: "outOfDate" };

/** What a test has come to for the form as it is now. A secondary host that fails keeps nobody from synchronising with the primary. */
export const verdictOf = ({ fields, stages }: Tested, now: Fields): Verdict => {
  const isOutOfDate = (["primary", "secondary"] as const).some(
    (role) =>
      (role === "primary" || now.secondaryHost !== "" || fields.secondaryHost !== "") && invalidFrom(fields, now, role) !== undefined,
  );
  if (isOutOfDate) return { kind: "outOfDate" };
  const failed = (role: Role) => stages.find((stage) => stage.role === role && stage.outcome === "failed");
  const primary = failed("primary");
  if (primary !== undefined) return { kind: isReadThroughSecondary(stages) ? "onlySecondary" : "failed", at: primary };
  const confirm = stages.find(({ outcome }) => outcome === "confirm");
  if (confirm !== undefined) return { kind: "confirm", at: confirm };
  const secondary = failed("secondary");
  if (secondary !== undefined) return { kind: "secondary", at: secondary };
  // Unencrypted is what was chosen, and a warning all the same.
  const count = stages.filter(({ outcome, code }) => outcome === "warning" || code === NOT_ENCRYPTED).length;
  return count === 0 ? { kind: "passed" } : { kind: "warning", count };
};

const isReadThroughSecondary = (stages: readonly TestedStage[]): boolean => {
  const found = stages.filter(({ role }) => role === "secondary");
  return (
    found.length === STAGES.length &&
    found.every(({ outcome }) => outcome !== "failed" && outcome !== "confirm" && outcome !== "notReached")
  );
};

/** Whether a connector may be made of it. */
export const allows = ({ kind }: Verdict): boolean => kind === "passed" || kind === "warning" || kind === "secondary";
