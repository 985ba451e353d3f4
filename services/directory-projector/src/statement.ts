/** As Postgres takes it. */
export interface Statement {
  readonly text: string;
  /** Arrays of one length: each place in them is a row. */
  readonly values: readonly Buffer[];
  /** What it would find is what a beginning must not have. */
  readonly findsNothing?: true;
}

/** A row for each place in the arrays. In `from` Postgres would first carry them out into a table of their own. */
export const unnested = (types: readonly string[]): string => types.map((type, index) => `unnest($${index + 1}::${type}[])`).join(", ");
