import { STREAM_NAMES } from "@dirstream/contracts";
import { lastSequence, respondInParts } from "@dirstream/event-log";
import { afterAll, afterEach, beforeAll, expect, inject } from "vitest";
import { type Answer, newConnector, startApiUnderTest } from "../api-under-test.ts";

type Service = Awaited<ReturnType<typeof startApiUnderTest>>;
type Said<Question> = (question: Question) => AsyncIterable<Uint8Array | object>;

interface Pretended<Question> {
  readonly subject: string;
  readonly Question: { readonly parse: (question: unknown) => Question };
  /** What it says unless a test says otherwise, part by part. */
  readonly usually: Said<Question>;
}

/** The API with a fetcher that says what a test wants it to, for a whole test file. No password is ever logged. */
export const pretendedFetcher = <Question>({ subject, Question, usually }: Pretended<Question>) => {
  const fetcher = { asked: [] as Question[], said: usually };
  let service: Service;
  let responder: AsyncDisposable;
  let accounts = 0;

  beforeAll(async () => {
    service = await startApiUnderTest(inject("natsUrl"));
    responder = respondInParts(service.eventLog, {
      subject,
      handle: async function* (payload) {
        const question = Question.parse(JSON.parse(Buffer.from(payload).toString()));
        fetcher.asked.push(question);
        for await (const part of fetcher.said(question)) yield part instanceof Uint8Array ? part : Buffer.from(JSON.stringify(part));
      },
    });
  });
  afterAll(async () => {
    await responder[Symbol.asyncDispose]();
    await service[Symbol.asyncDispose]();
  });
  afterEach(() => {
    expect(service.logged.join("")).not.toContain(newConnector.bindPassword);
  });

  /** An account of the test's own: each may ask so often in a minute. */
  const newAccount = async (): Promise<string> => {
    const path = `/accounts/a${++accounts}`;
    expect((await service.call("PUT", path, { body: { region: "europe" } })).status).toBe(200);
    Object.assign(fetcher, { asked: [], said: usually });
    return path;
  };
  const register = async (account: string, more: object = {}): Promise<string> => {
    const { body } = await service.call("POST", `${account}/connectors`, { body: { ...newConnector, ...more } });
    return `${account}/connectors/${body.connectorId}`;
  };
  /** Resolves once the fetcher has stopped, because nobody waits for its answer any more. */
  const goAway = async (path: string, body: unknown, { part, how }: { readonly part: Uint8Array | object; readonly how: string }) => {
    const [begun, stopped] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    fetcher.said = async function* () {
      begun.resolve();
      try {
        for (;;) yield part;
      } finally {
        stopped.resolve();
      }
    };
    const person = new AbortController();
    const { signal } = person;
    const answer = how === "as a whole" ? service.call("POST", path, { body, signal }) : service.stream(path, body, signal);
    answer.catch(() => undefined);
    await begun.promise;
    person.abort();
    await stopped.promise;
  };
  /** How far each stream of the log goes. */
  const recorded = () => Promise.all(STREAM_NAMES.map((stream) => lastSequence(service.eventLog, stream)));
  const leave = () => responder[Symbol.asyncDispose]();
  return { fetcher, service: () => service, newAccount, register, goAway, recorded, leave };
};

/** The status, and the word for programs. */
export const problem = ({ status, body }: Pick<Answer, "status" | "body">): readonly [number, string] => [
  status,
  body.type.split(":").at(-1),
];
