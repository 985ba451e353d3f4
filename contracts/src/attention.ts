import * as z from "zod";
import { Id } from "./ids.ts";

/** Where an account is told that a connector needs somebody. The URL is no secret: it stands in the log, and every delivery is signed. */
export const AttentionTo = z.looseObject({
  emails: z.array(z.string().min(1).max(254)).max(10),
  webhook: z.string().max(2_000).nullable(),
});
export type AttentionTo = z.output<typeof AttentionTo>;

export const NOWHERE: AttentionTo = { emails: [], webhook: null };

export const AttentionKind = z
  .enum(["halted", "failed", "held", "stale"])
  .describe("stale: two of its slots and an hour have passed since it last completed a run; the worst of what applies");
export type AttentionKind = z.output<typeof AttentionKind>;

/** The bucket that says what each destination was told last. It is no part of the log: emptied, everything that is so now is told once more. */
export const TOLD_BUCKET = "TOLD";
export const toldKey = (account: string, destination: string): string => `${account}.${destination}`;

/** Asks for a test of these destinations; the projector that folds answers, since it alone tells. */
export const AttentionTest = z.object({ account: Id, to: AttentionTo });

export const AttentionTestAnswer = z.object({
  destinations: z.array(
    z.object({
      kind: z.enum(["email", "webhook"]),
      to: z.string(),
      delivered: z.boolean(),
      sentence: z.string().describe("What the other side said, for people"),
    }),
  ),
});
export type AttentionTestAnswer = z.output<typeof AttentionTestAnswer>;
