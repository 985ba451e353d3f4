import type { Account } from "../../api/queries.ts";

/** What the fields hold. */
export interface Entered {
  /** One on each line. */
  readonly emails: string;
  readonly webhook: string;
}

type Attention = Account["attention"];

export const enteredOf = ({ emails, webhook }: Attention): Entered => ({ emails: emails.join("\n"), webhook: webhook ?? "" });

/** Pasted lists have commas and semicolons too. */
export const attentionOf = ({ emails, webhook }: Entered): Attention => ({
  emails: emails
    .split(/[\n,;]/)
    .map((line) => line.trim())
    .filter((line) => line !== ""),
  webhook: webhook.trim() === "" ? null : webhook.trim(),
});

export const isSame = (one: Attention, other: Attention): boolean =>
  one.webhook === other.webhook && one.emails.join("\n") === other.emails.join("\n");
