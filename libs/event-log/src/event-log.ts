import type { NatsConnection } from "nats";
import type { Names } from "./names.ts";

/** A connection to the log. Close it with `await using`. */
export interface EventLog extends AsyncDisposable {
  /** Prefixed to every stream, subject and bucket; empty when there is one installation on the servers. */
  readonly namespace: string;
  readonly connected: () => boolean;
  /** Resolves when the connection is gone for good. Nothing works any more: the process must end. */
  readonly closed: Promise<void>;
  /** For this package only, as are the others below. */
  readonly nats: NatsConnection;
  readonly names: Names;
  /** A subject for answers that nobody else may listen to. */
  readonly newInbox: () => string;
  /** Resolves at once while connected; rejects when the signal aborts or the connection is closed for good. */
  readonly whenConnected: (signal?: AbortSignal | undefined) => Promise<void>;
  /** Calls back once, at the next disconnection; returns how to take that back. */
  readonly onDisconnect: (callback: () => void) => () => void;
}

/** A message as the log stored it. Subjects are without the namespace. */
export interface RecordedMessage {
  readonly subject: string;
  /** In its stream. */
  readonly sequence: number;
  /** When it was stored: RFC 3339, UTC. */
  readonly time: string;
  readonly payload: Uint8Array;
  readonly header: (name: string) => string | undefined;
}

export type Headers = Readonly<Record<string, string>>;
