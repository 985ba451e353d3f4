import type { Destination, Outcome } from "./destination.ts";
import type { Occurrence } from "./difference.ts";
import { type MailText, mailOf, testMailOf } from "./mail-text.ts";
import { postWebhook, type WebhookOptions } from "./post-webhook.ts";
import { type MailOptions, sendMail } from "./send-mail.ts";
import { messageOf, type Place, testMessageOf } from "./webhook-body.ts";

/** The ways on which this installation tells anybody anything; what is undefined is not set up. */
export interface Channels {
  readonly consoleUrl: string;
  readonly email: MailOptions | undefined;
  readonly webhook: WebhookOptions | undefined;
}

export const isSetUp = (channels: Channels, { kind }: Destination): boolean => channels[kind] !== undefined;

interface Sent {
  readonly id: string;
  readonly signal: AbortSignal;
}

const NOT_SET_UP: Outcome = { kind: "refused", said: "This installation does not send any." };

/** One mail, whatever there is to tell. */
export const mailAll = (channels: Channels, place: Place, to: string, occurrences: readonly Occurrence[], sent: Sent): Promise<Outcome> =>
  mail(channels, to, mailOf(place, occurrences), sent);

export const postOne = async ({ webhook }: Channels, place: Place, url: string, occurrence: Occurrence, signal: AbortSignal) =>
  webhook === undefined
    ? NOT_SET_UP
    : postWebhook(webhook, { url, id: occurrence.id, body: JSON.stringify(messageOf(place, occurrence)), signal });

export const sendTest = async (channels: Channels, place: Place, { kind, to }: Destination, { id, signal }: Sent): Promise<Outcome> => {
  if (kind === "email") return mail(channels, to, testMailOf(place), { id, signal });
  const body = JSON.stringify(testMessageOf(place, Date.now()));
  return channels.webhook === undefined ? NOT_SET_UP : postWebhook(channels.webhook, { url: to, id, body, signal });
};

const mail = async ({ email }: Channels, to: string, text: MailText, sent: Sent): Promise<Outcome> =>
  email === undefined ? NOT_SET_UP : sendMail(email, { to, ...text, ...sent });
