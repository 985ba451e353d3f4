import type { PreviewLine } from "@dirstream/contracts";
import { useEffect, useRef, useState } from "react";
import { streamed } from "../../../api/client.ts";
import { NOTHING_PREVIEWED, type Previewed, previewedWith } from "./previewed.ts";

export interface Preview {
  readonly state: "none" | "running" | "done" | "stopped" | "failed";
  readonly previewed: Previewed;
  /** What was previewed, for telling whether it is still what stands in the fields. */
  readonly of: unknown;
  /** What was refused, before anything was read. */
  readonly error: unknown;
  readonly start: (changes: unknown) => void;
  readonly stop: () => void;
}

interface Known {
  readonly state: Preview["state"];
  readonly previewed: Previewed;
  readonly of: unknown;
  readonly error: unknown;
}

const NONE: Known = { state: "none", previewed: NOTHING_PREVIEWED, of: undefined, error: undefined };

/** Lines come faster than they can be drawn. */
const DRAWN_EVERY_MS = 150;

/** Asks what a synchronisation would change. Stopping it, or leaving the page, stops the work in the directory too. */
export const usePreview = (path: string): Preview => {
  const [known, setKnown] = useState(NONE);
  const running = useRef<AbortController>(null);
  useEffect(() => () => running.current?.abort(), []);

  const start = async (changes: unknown): Promise<void> => {
    running.current?.abort();
    const own = new AbortController();
    running.current = own;
    setKnown({ state: "running", previewed: NOTHING_PREVIEWED, of: changes, error: undefined });
    let waiting: PreviewLine[] = [];
    const show = (of: (previewed: Previewed) => Partial<Known> = () => ({})): void => {
      const lines = waiting;
      waiting = [];
      // A preview that was begun since has taken the place of this one.
      if (running.current !== own) return;
      setKnown((before) => {
        const previewed = previewedWith(before.previewed, lines);
        return { ...before, previewed, ...of(previewed) };
      });
    };
    const timer = setInterval(() => waiting.length > 0 && show(), DRAWN_EVERY_MS);
    try {
      for await (const line of streamed<PreviewLine>(path, changes, own.signal)) waiting.push(line);
      // Without its last line it is not whole.
      show(({ summary }) => ({ state: own.signal.aborted ? "stopped" : summary === undefined ? "failed" : "done" }));
    } catch (error) {
      show(() => (own.signal.aborted ? { state: "stopped" } : { state: "failed", error }));
    } finally {
      clearInterval(timer);
    }
  };

  return { ...known, start: (changes) => void start(changes), stop: () => running.current?.abort() };
};
