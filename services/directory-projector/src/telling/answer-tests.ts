import { randomUUID } from "node:crypto";
import { AttentionTest, type AttentionTestAnswer, subjects } from "@dirstream/contracts";
import { type EventLog, respond } from "@dirstream/event-log";
import type { Log } from "@dirstream/service";
import { type Channels, sendTest } from "./channels.ts";
import { type Destination, destinationsOf } from "./destination.ts";
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
  const onError = (error: unknown) => log.warn({ err: error }, "a test of where attention is told went wrong");
  const handle = async (payload: Uint8Array): Promise<Uint8Array> => {
    const { account, to } = AttentionTest.parse(JSON.parse(new TextDecoder().decode(payload)));
    const all = destinationsOf(to);
    const tested = await Promise.all(all.map((destination) => test(channels, account, destination, signal)));
    const reached = all.filter((_, at) => tested[at]?.delivered === true);
    await attending.reached(account, reached).catch(onError);
    const answer: AttentionTestAnswer = { destinations: tested };
    return new TextEncoder().encode(JSON.stringify(answer));
  };
  return respond(eventLog, { subject: subjects.attentionTest, handle, onError });
};

const NAMES = { email: "E-mail", webhook: "A webhook" } as const;

const test = async (
  channels: Channels,
  account: string,
  destination: Destination,
  signal: AbortSignal,
): Promise<AttentionTestAnswer["destinations"][number]> => {
  if (channels[destination.kind] === undefined) {
    const setting = destination.kind === "email" ? "SMTP_URL" : "WEBHOOK_SIGNING_KEY_FILE";
    const sentence = `${NAMES[destination.kind]} is not set up on this installation: ${setting} of directory-projector is not set.`;
    return { ...destination, delivered: false, sentence };
  }
  const place = { account, consoleUrl: channels.consoleUrl };
  const { kind, said } = await sendTest(channels, place, destination, { id: `msg_${randomUUID()}`, signal });
  return { ...destination, delivered: kind === "delivered", sentence: said };
};
