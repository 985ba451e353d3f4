const DAY_MS = 86_400_000;
/** Time enough to have a certificate renewed; a connection test warns as early. */
const SOON_MS = 30 * DAY_MS;

/** Whether a certificate has ended, or ends soon. */
export const endingOf = (validTo: string, nowMs: number): "ended" | "endsSoon" | undefined => {
  const leftMs = Date.parse(validTo) - nowMs;
  if (leftMs < 0) return "ended";
  return leftMs < SOON_MS ? "endsSoon" : undefined;
};
