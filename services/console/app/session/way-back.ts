import { ownPath } from "../search-params.ts";

const KEY = "dirstream.wayBack";

/** A link says only who comes, not where to: the tab knows where its reader was. */
export const rememberWayBack = (to: string | undefined): void => {
  try {
    if (to !== undefined) sessionStorage.setItem(KEY, to);
  } catch {
    // A browser that keeps nothing: then signing in leads to the first page.
  }
};

/** Once: whoever opens another link later wants to go there. */
export const takeWayBack = (): string => {
  try {
    const to = sessionStorage.getItem(KEY) ?? undefined;
    sessionStorage.removeItem(KEY);
    return ownPath(to);
  } catch {
    return "/";
  }
};
