import { EventEmitter, once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { connect, createInbox, ErrorCode, type NatsConnection, NatsError } from "nats";
import { EventLogMisconfigured } from "./errors.ts";
import type { EventLog } from "./event-log.ts";
import { namesIn } from "./names.ts";
import { inboxPrefix, signInWith, userOf } from "./users.ts";

export interface ConnectOptions {
  /** One URL, or several with commas between them. */
  readonly servers: string;
  /** Shown by the server's monitoring. */
  readonly name: string;
  /** The text of a .creds file. */
  readonly credentials?: string | undefined;
  /** A word such as `t1`: several installations may share one server. */
  readonly namespace?: string | undefined;
  /** What befalls the connection, for the service's log. */
  readonly onStatus?: ((status: ConnectionStatus) => void) | undefined;
  /** Ends the wait for a server that is not there yet. */
  readonly signal?: AbortSignal | undefined;
}

export interface ConnectionStatus {
  /** waiting (no server yet), disconnect, reconnect, error, … */
  readonly type: string;
  readonly data: string;
}

/** Connects; waits for a server that is not there yet, and comes back to one that went away, however long it takes. */
export const connectEventLog = async (options: ConnectOptions): Promise<EventLog> => {
  const { namespace = "", onStatus = () => {} } = options;
  const names = namesIn(namespace);
  const nats = await connectPatiently(options);
  const changes = new EventEmitter().setMaxListeners(0);
  let connected = true;

  void (async () => {
    for await (const { type, data } of nats.status()) {
      if (type === "reconnect") connected = true;
      if (type === "disconnect") connected = false;
      if (type === "reconnect" || type === "disconnect") changes.emit(type);
      if (!NOISE.includes(type)) onStatus({ type, data: typeof data === "string" ? data : JSON.stringify(data) });
    }
  })();

  const closed = nats.closed().then(() => {
    connected = false;
    changes.emit("disconnect");
    changes.emit("reconnect"); // whoever waits for it learns that it will not come
  });

  const whenConnected = async (signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted();
    if (!connected && !nats.isClosed()) await once(changes, "reconnect", signal && { signal }).catch(() => signal?.throwIfAborted());
    if (nats.isClosed()) throw new Error("The connection to the event log is closed");
  };

  const onDisconnect = (callback: () => void): (() => void) => {
    changes.once("disconnect", callback);
    return () => void changes.off("disconnect", callback);
  };

  // Draining waits for a server to confirm; without one there is nothing to wait for.
  const dispose = async (): Promise<void> => (connected ? nats.drain() : nats.close());

  const prefix = options.credentials === undefined ? undefined : inboxPrefix(userOf(options.credentials).name);
  const newInbox = (): string => createInbox(prefix);

  return {
    namespace,
    nats,
    names,
    closed,
    newInbox,
    connected: () => connected,
    whenConnected,
    onDisconnect,
    [Symbol.asyncDispose]: dispose,
  };
};

const NOISE: readonly string[] = ["pingTimer", "reconnecting"];
const AUTHORIZATION: readonly string[] = [ErrorCode.AuthorizationViolation, ErrorCode.BadCreds, ErrorCode.BadAuthentication];
const FIRST_WAIT_MS = 500;

const connectPatiently = async (options: ConnectOptions): Promise<NatsConnection> => {
  const { servers, name, credentials, onStatus, signal } = options;
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    try {
      return await connect({
        servers: servers.split(","),
        name,
        // A stopped server keeps its sockets open: these find out within about 12 s, and do not wait 20 s for the next.
        timeout: 2000,
        pingInterval: 5000,
        maxPingOut: 2,
        maxReconnectAttempts: -1,
        reconnectTimeWait: 250,
        ignoreAuthErrorAbort: true,
        noAsyncTraces: true,
        ...(credentials !== undefined && signInWith(credentials)),
      });
    } catch (error) {
      if (!isOfTheWay(error)) throw error;
      if (AUTHORIZATION.includes(error.code)) {
        throw new EventLogMisconfigured("nats-server refuses these credentials: use the ones made together with its configuration", {
          cause: error,
        });
      }
      if (attempt === 1) onStatus?.({ type: "waiting", data: `no nats-server answers at ${withoutPasswords(servers)} (${error.code})` });
      await delay(FIRST_WAIT_MS, undefined, signal && { signal }).catch(() => signal?.throwIfAborted());
    }
  }
};

/** The server's own answer, or what the network says of the way to it: reset in the middle of the greeting, not routed, a name not known yet. */
const isOfTheWay = (error: unknown): error is Error & { readonly code: string } =>
  error instanceof NatsError || (error instanceof Error && "syscall" in error && "code" in error);

const withoutPasswords = (servers: string): string => servers.replaceAll(/\/\/[^/@,]*@/g, "//");
