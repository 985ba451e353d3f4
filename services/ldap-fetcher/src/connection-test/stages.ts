import { TEST_STAGES, type TestedStage, type TestStage } from "@dirstream/contracts";

/** What a stage comes to. */
export type Finding = Pick<TestedStage, "outcome" | "message"> &
  Partial<Pick<TestedStage, Found>> & { readonly code?: string; readonly advice?: string };

type Found = "addresses" | "address" | "localAddress" | "certificate" | "pinned" | "found" | "account" | "tracking";

export type Report = (stage: TestedStage) => void;

/** The stages of one host, each decided once and in order, with the time that it took. */
export interface Stages {
  /** The stage that is being looked at. */
  readonly current: () => TestStage | undefined;
  readonly tell: (stage: TestStage, finding: Finding) => void;
  /** What is left is not looked at. */
  readonly leave: (message: string) => void;
}

export const openStages = (host: string, role: TestedStage["role"], report: Report, clock = () => performance.now()): Stages => {
  const left = [...TEST_STAGES];
  let sinceMs = clock();
  const tell: Stages["tell"] = (stage, { outcome, code = null, message, advice = null, ...found }) => {
    if (left[0] !== stage) throw new Error(`${stage} is not the next stage`);
    left.shift();
    const nowMs = clock();
    report({ host, role, stage, outcome, durationMs: Math.round(nowMs - sinceMs), code, message, advice, ...found });
    sinceMs = nowMs;
  };
  const leave = (message: string): void => {
    for (const stage of [...left]) tell(stage, { outcome: "notReached", message });
  };
  return { current: () => left[0], tell, leave };
};
