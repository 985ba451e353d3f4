import { randomUUID } from "node:crypto";
import { AttentionTest, type AttentionTestAnswer, subjects } from "@dirstream/contracts";
import { type EventLog, respond } from "@dirstream/event-log";
import type { Log } from "@dirstream/service";
import { type Channels, sendTest } from "./channels.ts";
import { type Destination, destinationKey, destinationsOf } from "./destination.ts";
import type { Attending } from "./tell-attention.ts";

interface AnswerTests {
  readonly eventLog: EventLog;
  readonly channels: Channels;
  readonly attending: Attending;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** Answers whoever wants to see whether what is told arrives; until it is disposed of. */
export const answerTests = ({ eventLog, channels, attending, log, signal }: AnswerTests): AsyncDisposable => {
  const handle = async (payload: Uint8Array): Promise<Uint8Array> => {
    const { account, to } = AttentionTest.parse(JSON.parse(new TextDecoder().decode(payload)));
    const destinations = await Promise.all(
      destinationsOf(to).map(async (destination) => {
        const { delivered, sentence } = await test(channels, account, destination, signal);
        return { ...destination, key: destinationKey(destination), delivered, sentence };
      }),
    );
    const reached = destinations.filter(({ delivered }) => delivered).map(({ key }) => key);
    await attending.reached(account, reached);
    const answer: AttentionTestAnswer = { destinations: destinations.map(({ key: _, ...told }) => told) };
    return new TextEncoder().encode(JSON.stringify(answer));
  };
  const onError = (error: unknown) => log.warn({ err: error }, "a test of where attention is told could not be answered");
  return respond(eventLog, { subject: subjects.attentionTest, handle, onError });
};

const SETTINGS = { email: "E-mail", webhook: "A webhook" } as const;

const test = async (channels: Channels, account: string, destination: Destination, signal: AbortSignal) => {
  if (channels[destination.kind] === undefined) {
    const setting = destination.kind === "email" ? "SMTP_URL" : "WEBHOOK_SIGNING_KEY_FILE";
    const sentence = `${SETTINGS[destination.kind]} is not set up on this installation: ${setting} of directory-projector is not set.`;
    return { delivered: false, sentence };
  }
  const place = { account, consoleUrl: channels.consoleUrl };
  const { kind, said } = await sendTest(channels, place, destination, { id: `msg_${randomUUID()}`, signal });
  return { delivered: kind === "delivered", sentence: said };
};
