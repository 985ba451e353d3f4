import { useSyncExternalStore } from "react";
import { ENVIRONMENTS, type Environment, emptyFields, type Fields, MODES } from "./rules/fields.ts";
import type { Progress } from "./rules/tasks.ts";

/** What somebody has entered who connects a directory: it outlives going from page to page and loading the page again. */
export interface Draft {
  readonly environment: Environment;
  readonly gcdsConfirmed: boolean;
  readonly progress: Progress;
  readonly fields: Fields;
}

const emptyDraft: Draft = { environment: "on-premises", gcdsConfirmed: false, progress: "nothing", fields: emptyFields };

const drafts = new Map<string, Draft>();
const listeners = new Set<() => void>();
const keyOf = (account: string): string => `dirstream.connect.${account}`;

/** As it is at this moment: whoever has waited for something does not know it from before. */
export const draftOf = (account: string): Draft => {
  const known = drafts.get(account) ?? { ...emptyDraft, ...stored(account) };
  drafts.set(account, known);
  return known;
};

/** In this tab alone, and never the password. */
const store = (account: string, { fields: { bindPassword: _, ...fields }, ...draft }: Draft): void => {
  try {
    sessionStorage.setItem(keyOf(account), JSON.stringify({ ...draft, fields }));
  } catch {
    // A browser that keeps nothing: then the draft lasts as long as the page.
  }
};

const stored = (account: string): Partial<Draft> => {
  try {
    const draft = JSON.parse(sessionStorage.getItem(keyOf(account)) ?? "{}") as Partial<Draft>;
    const fields = { ...emptyFields, ...draft.fields, bindPassword: "" };
    // An older version of these pages may have stored it.
    const isKnown = ENVIRONMENTS.includes(draft.environment ?? "on-premises") && MODES.includes(fields.encryptionMode);
    return isKnown ? { ...draft, fields } : {};
  } catch {
    return {};
  }
};

const put = (account: string, draft: Draft): void => {
  drafts.set(account, draft);
  store(account, draft);
  for (const listener of listeners) listener();
};

const listen = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const changeDraft = (account: string, change: Partial<Draft>): void => put(account, { ...draftOf(account), ...change });

/** What was entered is a connector now, or is not wanted any more. */
export const endDraft = (account: string): void => put(account, emptyDraft);

export const useDraft = (account: string): Draft => useSyncExternalStore(listen, () => draftOf(account));
