import { AddressRange, AuthConfig, commaSeparated, DeniedRange, ServiceConfig } from "@dirstream/service";
import * as z from "zod";
import { READ_MODEL_SCHEMA } from "./database.ts";
import { readSmtpUrl } from "./telling/smtp-server.ts";

const positive = (most: number) => z.coerce.number().positive().max(most);

/** How people are told that a connector needs somebody; without any of it nobody is told, and the pages alone show it. */
const TellingConfig = z.object({
  /** The server that takes mail. User and password in it are a secret. */
  SMTP_URL: z
    .string()
    .transform((text, context) => {
      const server = readSmtpUrl(text);
      if (server !== undefined) return server;
      context.addIssue({
        code: "custom",
        message: "must be a URL such as smtps://user:password@mail.example.com:465, with % for special characters",
      });
      return z.NEVER;
    })
    .optional(),
  /** Who mails are from. */
  MAIL_FROM: z
    .string()
    .regex(/^([^<>@"\p{Cc}]+ <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u, "must be an address such as dirstream <dirstream@example.com>")
    .optional(),
  /** PEM of the Ed25519 private keys that sign webhooks, the newest first. */
  WEBHOOK_SIGNING_KEY_FILE: z.string().optional(),
  /** Where people reach the console: links lead there. */
  CONSOLE_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ""))
    .optional(),
  /** Which addresses a webhook may have, beside public ones. */
  ALLOW_ADDRESSES: commaSeparated(AddressRange),
  /** Ranges where no webhook is posted to although they are open: a cluster's own, of its pods, services and nodes. */
  DENY_ADDRESSES: commaSeparated(DeniedRange),
  /** What needs somebody is compared with what was told so often, and mails to one address are so far apart. */
  ATTENTION_EVERY_SECONDS: positive(3_600).default(30),
  /** Of one connector each kind is told at most once in this time. */
  ATTENTION_REPEAT_MINUTES: positive(10_000).default(10),
});

export const Config = ServiceConfig.extend({
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\/\S+$/, "must be a URL such as postgres://user:password@127.0.0.1:5432/dirstream"),
  /** The Postgres schema of the read model; another one is filled from the first event. */
  DATABASE_SCHEMA: z
    .string()
    .regex(/^[a-z_][a-z0-9_]{0,50}$/, "must be a name of at most 51 lower-case letters, digits and _")
    .default(READ_MODEL_SCHEMA),
  ...TellingConfig.shape,
})
  .refine(({ SMTP_URL, MAIL_FROM }) => (SMTP_URL === undefined) === (MAIL_FROM === undefined), {
    path: ["MAIL_FROM"],
    message: "must be set where SMTP_URL is, and only there",
  })
  .refine(({ SMTP_URL, WEBHOOK_SIGNING_KEY_FILE: key, CONSOLE_URL }) => (SMTP_URL ?? key) === undefined || CONSOLE_URL !== undefined, {
    path: ["CONSOLE_URL"],
    message: "must be set where SMTP_URL or WEBHOOK_SIGNING_KEY_FILE is: what is told links to the console",
  })
  .and(AuthConfig);
export type Config = z.output<typeof Config>;
