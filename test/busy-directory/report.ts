import type { Done } from "./directory.ts";

export interface BusyReport extends Done {
  readonly seed: number;
  readonly product: string;
  readonly runs: { readonly full: number; readonly incremental: number; readonly failed: number };
  readonly removals: number;
  readonly seconds: number;
  /** What is wrong; undefined when every promise held. */
  readonly failure: string | undefined;
}

/** One line for a seed. */
export const lineOf = ({ seed, product, changes, runs, removals, crossed, regrouped, seconds, failure }: BusyReport): string => {
  const ran = `${runs.full} full and ${runs.incremental} incremental runs${runs.failed === 0 ? "" : `, ${runs.failed} of them failed`}`;
  const aimed = product === "slapd" ? "" : `, ${crossed} crossed the boundary of a page, ${regrouped} groups changed between two ranges`;
  const verdict = failure === undefined ? "ok" : "FAILED";
  return `changes, seed ${seed} ${verdict} in ${seconds.toFixed(1)} s (${product}): ${changes} changes, ${ran}, ${removals} removals${aimed}`;
};
