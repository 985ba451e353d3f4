import { AddressRange, commaSeparated, DeniedRange, readConfig, ServiceConfig } from "@dirstream/service";
import * as z from "zod";
import { INACTIVITY_MS } from "./directory/session.ts";
import { RETRY_DELAYS_MS } from "./run/lifecycle.ts";

const wholeNumber = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

const FetcherConfig = ServiceConfig.extend({
  /** One raw X25519 private key in base64 per line, the newest first. */
  SEAL_PRIVATE_KEYS_FILE: z.string(),
  /** Which addresses a directory may have, beside public ones. */
  ALLOW_ADDRESSES: commaSeparated(AddressRange),
  /** Ranges where no directory is looked for although they are open: a cluster's own, of its pods, services and nodes. */
  DENY_ADDRESSES: commaSeparated(DeniedRange),
  /** Runs at once, of different connectors. */
  CONCURRENCY: wholeNumber(1, 64).default(4),
  PAGE_SIZE: wholeNumber(1, 5_000).default(1_000),
  /** After so long a run is ended. */
  MOST_RUN_MINUTES: z.coerce.number().positive().max(10_000).default(360),
  /** A directory that says nothing for so long in the middle of an answer is given up; one that is slow is waited for. */
  MOST_SILENCE_SECONDS: z.coerce
    .number()
    .positive()
    .max(600)
    .default(INACTIVITY_MS / 1_000),
  /** What a run knows of entries is kept for the next one when so many events are newer than what was kept before. */
  SNAPSHOT_AFTER: wholeNumber(0, 1_000_000).default(1_000),
  /** After which waits a failure that may pass by itself is tried again. */
  RETRY_DELAYS_MS: z
    .string()
    .regex(/^\d+(,\d+)*$/)
    .transform((text) => text.split(",").map(Number))
    .default([...RETRY_DELAYS_MS]),
  /** With `ldapts` in it that library prints requests, and search filters hold people's names. */
  NODE_DEBUG: z
    .string()
    .refine((areas) => !/ldapts/i.test(areas), "must not name ldapts: it would print what is searched for")
    .optional(),
});

export const readFetcherConfig = () => readConfig(FetcherConfig);
