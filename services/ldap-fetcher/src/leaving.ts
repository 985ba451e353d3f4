/** A run that is under way when the process must leave has this long to come to its end; then it is closed as abandoned. */
const RUN_MAY_GO_ON_MS = 6_000;

export const leavingSignal = (shutdown: AbortSignal, mayGoOnMs = RUN_MAY_GO_ON_MS): AbortSignal => {
  const controller = new AbortController();
  const leave = () => void setTimeout(() => controller.abort(new Error("the fetcher was told to stop")), mayGoOnMs).unref();
  shutdown.addEventListener("abort", leave, { once: true });
  return controller.signal;
};
