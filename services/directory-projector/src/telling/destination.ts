import { createHash } from "node:crypto";
import type { AttentionTo } from "@dirstream/contracts";

/** Somebody who is told: each by himself, so that one who cannot be reached delays nobody else. */
export interface Destination {
  readonly kind: "email" | "webhook";
  readonly to: string;
}

export const destinationsOf = ({ emails, webhook }: AttentionTo): readonly Destination[] => [
  ...emails.map((to) => ({ kind: "email" as const, to })),
  ...(webhook === null ? [] : [{ kind: "webhook" as const, to: webhook }]),
];

/** A word for keys: what was entered may hold anything. */
export const destinationKey = ({ kind, to }: Destination): string =>
  createHash("sha256").update(`${kind}:${to}`).digest("hex").slice(0, 32);

/** What came of one attempt. */
export type Outcome =
  | { readonly kind: "delivered"; readonly said: string }
  /** It was not taken, for certain. */
  | { readonly kind: "refused"; readonly said: string }
  /** Everything was sent, and no answer came: it may have been taken. */
  | { readonly kind: "unknown"; readonly said: string };
