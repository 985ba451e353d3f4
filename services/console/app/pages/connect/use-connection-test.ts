import type { TestedStage } from "@dirstream/contracts";
import { useEffect, useRef, useState } from "react";
import { streamed } from "../../api/client.ts";
import { connectionOf, type Fields } from "./rules/fields.ts";
import type { Outcome, Tested } from "./rules/tested.ts";

type Line = TestedStage | { readonly outcome: Outcome };

export interface ConnectionTest {
  readonly tested: Tested | undefined;
  readonly isRunning: boolean;
  /** What kept it from coming to its end. */
  readonly error: unknown;
  /** Resolves with what it came to; undefined when it was stopped or broke off. */
  readonly run: (fields: Fields) => Promise<Tested | undefined>;
  readonly stop: () => void;
}

/** Tests what the form says before anything is saved. */
export const useConnectionTest = (account: string): ConnectionTest =>
  useTestAt(`/api/v1/accounts/${encodeURIComponent(account)}/connection-test`, connectionOf);

/** Tests what the form says, and shows each stage as it is decided. A new test ends the one before. */
export const useTestAt = (path: string, bodyOf: (fields: Fields) => object): ConnectionTest => {
  const [tested, setTested] = useState<Tested>();
  const [error, setError] = useState<unknown>();
  const [isRunning, setRunning] = useState(false);
  const current = useRef<AbortController>(undefined);
  useEffect(() => () => current.current?.abort(), []);

  const run = async (fields: Fields): Promise<Tested | undefined> => {
    current.current?.abort();
    const controller = new AbortController();
    current.current = controller;
    let now: Tested = { fields, stages: [], outcome: undefined };
    setTested(now);
    setError(undefined);
    setRunning(true);
    try {
      for await (const line of streamed<Line>(path, bodyOf(fields), controller.signal)) {
        now = "stage" in line ? { ...now, stages: [...now.stages, line] } : { ...now, outcome: line.outcome };
        if (!controller.signal.aborted) setTested(now);
      }
      return now.outcome === undefined ? undefined : now;
    } catch (thrown) {
      if (controller.signal.aborted) return undefined;
      setError(thrown);
      if (now.stages.length === 0) setTested(undefined);
      throw thrown;
    } finally {
      if (current.current === controller) setRunning(false);
    }
  };
  return { tested, isRunning, error, run, stop: () => current.current?.abort() };
};
