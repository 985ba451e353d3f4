type Listener = () => void;

/** Whether somebody has to sign in again before anything goes on. One for all requests: the dialog asks once. */
let ended: PromiseWithResolvers<void> | undefined;
const listeners = new Set<Listener>();

const tell = (): void => {
  for (const listener of listeners) listener();
};

/** Resolves when the session is there again; rejects when whoever asked goes away. */
export const waitForSignIn = (signal: AbortSignal): Promise<void> => {
  if (ended === undefined) {
    ended = Promise.withResolvers();
    tell();
  }
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    void ended?.promise.then(resolve);
  });
};

export const signedInAgain = (): void => {
  ended?.resolve();
  ended = undefined;
  tell();
};

export const hasSessionEnded = (): boolean => ended !== undefined;

export const onSessionChange = (listener: Listener): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
