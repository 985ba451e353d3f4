/** What the environment says about which system is meant. The only place that reads it. */
export interface Environment {
  readonly url: string | undefined;
  readonly token: string | undefined;
  /** Where a local run keeps its data, when not in `.dirstream`. */
  readonly home: string | undefined;
}

export const readEnvironment = (): Environment => {
  const { DIRSTREAM_URL, DIRSTREAM_TOKEN, DIRSTREAM_HOME } = process.env;
  // `DIRSTREAM_URL=` in a shell means that nobody has set it.
  return { url: DIRSTREAM_URL || undefined, token: DIRSTREAM_TOKEN || undefined, home: DIRSTREAM_HOME || undefined };
};
