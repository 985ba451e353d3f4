import type { StreamName } from "@dirstream/contracts";
import type { StoredMessage, Violation } from "./stored-message.ts";

/** What a server has confirmed to a writer. */
export interface Acked {
  readonly stream: StreamName;
  readonly sequence: number;
  readonly subject: string;
  readonly payload: Uint8Array;
}

/** L4: what was confirmed is stored, where it was said to be and as it was sent. */
export const checkAcked = (messages: readonly StoredMessage[], acked: readonly Acked[]): Violation[] => {
  const stored = new Map(messages.map((message) => [`${message.stream}/${message.sequence}`, message]));
  return acked.flatMap(({ stream, sequence, subject, payload }) => {
    const message = stored.get(`${stream}/${sequence}`);
    if (message === undefined) return [{ invariant: "L4", sequence, what: `${stream}: ${subject} was confirmed, and is not stored` }];
    if (message.subject === subject && Buffer.compare(message.payload, payload) === 0) return [];
    return [{ invariant: "L4", sequence, what: `${stream}: ${subject} was confirmed, and something else is stored there` }];
  });
};
