import { useEffect, useReducer } from "react";

/** The time of this drawing; it is drawn again every so often, so that what is told relative to it stays true. */
export const useNow = (everyMs: number): number => {
  const [, tick] = useReducer((ticks: number) => ticks + 1, 0);
  useEffect(() => {
    const timer = setInterval(tick, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return Date.now();
};
