/** Which connector of which account. */
export interface Place {
  readonly account: string;
  readonly connector: string;
}
