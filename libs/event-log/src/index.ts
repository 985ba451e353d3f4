export { type Append, append } from "./append.ts";
export {
  appendBatch,
  type BatchMessage,
  type BatchOutcome,
  MAX_BATCH_BYTES,
  MAX_BATCH_MESSAGES,
  MAX_MESSAGE_BYTES,
} from "./append-batch.ts";
export { type ConnectionStatus, type ConnectOptions, connectEventLog } from "./connect.ts";
export { type ConsumeWork, consumeWork, type Verdict, type WorkItem } from "./consume-work.ts";
export { EventLogMisconfigured, StreamFull, Unanswered, WrongExpectedSequence } from "./errors.ts";
export type { EventLog, Headers, RecordedMessage } from "./event-log.ts";
export { freeBytes, lastMessage, lastMessages, lastSequence, messageAt, streamIdentity } from "./look-up.ts";
export { type NatsConfiguration, natsConfiguration } from "./nats-configuration.ts";
export { checkStreams, type Provision, provision } from "./provision.ts";
export { type Batches, type CatchUp, type LastPerSubject, lastPerSubject, type ReadToEnd, readBatches, readToEnd } from "./read.ts";
export { type Respond, request, respond } from "./request.ts";
export { type RespondInParts, requestParts, respondInParts } from "./request-parts.ts";
export { newUser, USER_NAMES, type User, type UserName, userOf } from "./users.ts";
export { deleteValue, getValue, listKeys, putValue, type ValueKey } from "./values.ts";
export { publishVolatile, subscribeVolatile, type VolatileMessage } from "./volatile.ts";
