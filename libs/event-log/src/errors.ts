/** Somebody else appended to the subject first: read again, decide again. */
export class WrongExpectedSequence extends Error {
  override readonly name = "WrongExpectedSequence";
  readonly expected: number;
  readonly actual: number;
  constructor(subject: string, expected: number, actual: number) {
    super(`The last message on ${subject} has the sequence ${actual}, not ${expected} (0 stands for none)`);
    this.expected = expected;
    this.actual = actual;
  }
}

/** The log takes nothing more until it is given more room. */
export class StreamFull extends Error {
  override readonly name = "StreamFull";
  constructor(stream: string) {
    super(`The stream ${stream} is full: raise its max_bytes, or give the server's disk more space`);
  }
}

/** Nobody is there to answer a question, or who had begun to answer broke off. */
export class Unanswered extends Error {
  override readonly name = "Unanswered";
}

/** The server or a stream on it is not as it must be. The message is one sentence for the person who runs it. */
export class EventLogMisconfigured extends Error {
  override readonly name = "EventLogMisconfigured";
}

/** The server understood and refused; `errorCode` is JetStream's own number. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly errorCode: number;
  readonly status: number;
  constructor(question: string, { code, err_code, description }: ApiError) {
    super(`nats-server refused ${question}: ${description} (${err_code})`);
    this.status = code;
    this.errorCode = err_code;
  }
}

export interface ApiError {
  readonly code: number;
  readonly err_code: number;
  readonly description: string;
}

/** JetStream's error numbers that decide what happens next. */
export const ERROR_CODES = {
  notEnabled: 10039,
  notEnabledForAccount: 10035,
  noMessageFound: 10037,
  streamNotFound: 10059,
  consumerNotFound: 10014,
  wrongLastSequence: 10071,
  full: 10077,
  /** The same subject has something in flight: on a cluster it may be judged otherwise in a moment. */
  expectationInFlight: 10164,
  batchIncomplete: 10176,
  tooManyBatches: 10210,
} as const;
