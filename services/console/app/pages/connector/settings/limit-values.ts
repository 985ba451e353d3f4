import type { Connector } from "../../../api/queries.ts";
import { settings } from "../../../text/en/settings.ts";
import type { Sent } from "../form/changed-fields.ts";

/** An emptied number field holds no number. */
export type Entered = number | "";
export const LIMITS = ["count", "percent", "percentFrom"] as const;
type Limit = { readonly [name in (typeof LIMITS)[number]]: Entered };
export interface LimitValues {
  readonly removals: Limit;
  readonly membersLost: Limit;
}
export const GUARDED = ["removals", "membersLost"] as const satisfies (keyof LimitValues)[];

export const limitValuesOf = ({ guard: { removals, membersLost } }: Pick<Connector, "guard">): LimitValues => ({
  removals: { count: removals.count, percent: removals.percent, percentFrom: removals.percentFrom },
  membersLost: { count: membersLost.count, percent: membersLost.percent, percentFrom: membersLost.percentFrom },
});

/** What a connector has where nobody has chosen. */
export const USUAL_LIMITS: LimitValues = {
  removals: { count: 500, percent: 20, percentFrom: 20 },
  membersLost: { count: 500, percent: 20, percentFrom: 50 },
};

const each = <Result>(values: LimitValues, of: (value: Entered, limit: keyof Limit) => Result): Record<string, Result> =>
  Object.fromEntries(
    GUARDED.flatMap((guarded) => LIMITS.map((limit) => [`guard.${guarded}.${limit}`, of(values[guarded][limit], limit)] as const)),
  );

export const limitsSentOf = (values: LimitValues): Sent => each(values, (value) => (value === "" ? null : value));

export const checkLimits = (values: LimitValues): Record<string, string> =>
  Object.fromEntries(
    Object.entries(each(values, problemOf)).flatMap(([name, problem]) => (problem === undefined ? [] : [[name, problem]])),
  );

const problemOf = (value: Entered, limit: keyof Limit): string | undefined => {
  const { whole, share } = settings.limits;
  if (limit === "percent") return value === "" || value < 0 || value > 100 ? share : undefined;
  return value === "" || value < 0 || !Number.isInteger(value) ? whole : undefined;
};

/** How many may go at once where so many are active; undefined where a field is empty. */
export const mostOf = ({ count, percent, percentFrom }: Limit, active: number): number | undefined => {
  if (count === "" || percent === "" || percentFrom === "") return undefined;
  const byShare = Math.floor((percent * active) / 100);
  // Below the number from which the share counts, the share does not hold anybody back.
  return Math.min(count, Math.max(byShare, percentFrom - 1));
};
