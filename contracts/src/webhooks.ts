import * as z from "zod";
import { AttentionKind } from "./attention.ts";
import { Id } from "./ids.ts";

/**
 * What is posted to an account's webhook, as Standard Webhooks (https://www.standardwebhooks.com) has it: the headers `webhook-id` (the same for each
 * attempt of one message: whoever has seen it may pass over it), `webhook-timestamp` (of the attempt) and `webhook-signature`
 * (`v1a,` and an Ed25519 signature of `id.timestamp.body`, for each key). Anything but a 2xx in ten seconds is tried again; redirects are not followed.
 */
export const AttentionMessage = z.object({
  type: z
    .enum(["attention.raised", "attention.changed", "attention.resolved"])
    .describe("raised: it needs somebody; changed: for another reason than was told; resolved: it does not any more"),
  timestamp: z.iso.datetime().describe("When this was decided, RFC 3339"),
  data: z.object({
    account: Id,
    connector: z.object({ id: Id, name: z.string().describe("Hidden characters and those that turn the writing are shown by number") }),
    kind: AttentionKind.describe("Of what is resolved: what it was"),
    since: z.string().nullable(),
    sentence: z.string().describe("What is the matter, for people"),
    holdId: z.string().nullable(),
    code: z.string().nullable().describe("Of a failure: a word for programs"),
    url: z.string().describe("The page in the console"),
  }),
});
export type AttentionMessage = z.output<typeof AttentionMessage>;

/** What is posted when an administrator asks for a test. */
export const AttentionTestMessage = z.object({
  type: z.literal("attention.test"),
  timestamp: z.iso.datetime(),
  data: z.object({ account: Id, sentence: z.string(), url: z.string() }),
});
export type AttentionTestMessage = z.output<typeof AttentionTestMessage>;

/** By the type that each is known by. */
export const webhooks = { attention: AttentionMessage, "attention.test": AttentionTestMessage } as const;
