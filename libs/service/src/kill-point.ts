import { readKillPoint } from "./config.ts";

const armed = readKillPoint();
let passings = 0;

/**
 * A place where a test may end this process as a crash would. Without KILL_POINT in the environment it does nothing.
 * `afterMs`: the place is something under way, such as bytes that are still to leave.
 */
export const killPoint = (name: string, afterMs = 0): void => {
  if (armed === undefined || armed.name !== name) return;
  passings++;
  if (passings !== armed.passing) return;
  const end = () => void process.kill(process.pid, armed.signal);
  if (afterMs === 0) end();
  else setTimeout(end, afterMs);
};
