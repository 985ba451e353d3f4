/** Somebody who is signed in. */
export interface Who {
  readonly subject: string;
  readonly name: string;
}

/** Whether the page goes on, waits for its reader to sign in again, or finds somebody else at the browser. */
export type SessionState =
  | { readonly is: "goingOn" }
  | { readonly is: "ended" }
  | { readonly is: "another"; readonly before: Who; readonly now: Who };

/** Who signs in where a session has ended need not be whose session it was. */
export const whoIsBack = (before: Who | undefined, now: Who | undefined): "nobody" | "same" | "another" => {
  if (now === undefined) return "nobody";
  return before === undefined || before.subject === now.subject ? "same" : "another";
};

type Listener = () => void;
/** Under whose name what waits may be sent. */
type SignedIn = "same" | "another";

const GOING_ON: SessionState = { is: "goingOn" };
let state: SessionState = GOING_ON;
/** Whose page this is, from the first answer that has said so. */
let reader: Who | undefined;
/** One for all requests: the dialog asks once. */
let waiting: PromiseWithResolvers<SignedIn> | undefined;
const listeners = new Set<Listener>();

const become = (next: SessionState): void => {
  state = next;
  for (const listener of listeners) listener();
};

const goOn = (as: SignedIn): void => {
  waiting?.resolve(as);
  waiting = undefined;
  become(GOING_ON);
};

/** Resolves when somebody is signed in again; rejects when whoever asked goes away. */
export const waitForSignIn = (signal: AbortSignal): Promise<SignedIn> => {
  waiting ??= Promise.withResolvers();
  if (state.is === "goingOn") become({ is: "ended" });
  const { promise } = waiting;
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    void promise.then(resolve);
  });
};

/** What the server says of who is here. Nothing waits any longer for whose page it is; anybody else is asked first. */
export const foundHere = (now: Who | undefined): void => {
  const back = whoIsBack(reader, now);
  if (back === "another" && reader !== undefined && now !== undefined) become({ is: "another", before: reader, now });
  else reader = now ?? reader;
  if (back === "same" && state.is !== "goingOn") goOn("same");
};

/** Whoever is here now goes on under the own name. */
export const goOnAsAnother = (): void => {
  if (state.is !== "another") return;
  reader = state.now;
  goOn("another");
};

/** Where somebody signs in on purpose, nobody else's page is taken over. */
export const forgetReader = (): void => {
  reader = undefined;
};

export const sessionState = (): SessionState => state;

export const onSessionChange = (listener: Listener): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
