import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

/** What happens to the bytes of every connection, from now on. */
export type ProxyMode =
  | { readonly kind: "pass" }
  /** Connections are accepted and stay open; nothing arrives. */
  | { readonly kind: "blackhole" }
  /** Connections are reset, those that are open too. */
  | { readonly kind: "reset" }
  /** Each piece of data waits before it is passed on. */
  | { readonly kind: "slow"; readonly delayMs: number }
  /** Every connection is reset when so many more bytes have come back from the server. */
  | { readonly kind: "cutAfter"; readonly bytes: number };

export interface TcpProxy extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  readonly openConnections: () => number;
  readonly set: (mode: ProxyMode) => void;
}

interface Connection {
  readonly client: Socket;
  readonly server: Socket;
  bytesLeft: number;
}

/** A TCP proxy on loopback that tests can break while it runs. */
export const startTcpProxy = async (target: { readonly host: string; readonly port: number }): Promise<TcpProxy> => {
  let mode: ProxyMode = { kind: "pass" };
  const connections = new Set<Connection>();
  const reset = ({ client, server }: Connection) => {
    client.resetAndDestroy();
    server.resetAndDestroy();
  };

  const forward = async (connection: Connection, to: Socket, chunk: Buffer, isAnswer: boolean): Promise<void> => {
    if (mode.kind === "blackhole") return;
    if (mode.kind === "slow") await delay(mode.delayMs);
    const isCounted = mode.kind === "cutAfter" && isAnswer;
    const part = isCounted ? chunk.subarray(0, connection.bytesLeft) : chunk;
    if (!to.destroyed && !to.write(part)) await Promise.race([once(to, "drain"), once(to, "close")]).catch(() => undefined);
    if (!isCounted) return;
    connection.bytesLeft -= part.length;
    if (connection.bytesLeft === 0) reset(connection);
  };

  const pump = (connection: Connection, from: Socket, to: Socket, isAnswer: boolean): void => {
    from.on("data", (chunk) => {
      from.pause(); // keeps the order while this piece waits, and passes on that the receiver is slow
      void forward(connection, to, chunk as Buffer, isAnswer).finally(() => from.resume());
    });
    from.on("end", () => mode.kind !== "blackhole" && to.end());
    from.on("error", () => mode.kind !== "blackhole" && to.destroy());
  };

  const listener = createServer({ allowHalfOpen: true }, (client) => {
    if (mode.kind === "reset") return void client.resetAndDestroy();
    const server = connect({ ...target, allowHalfOpen: true });
    const connection = { client, server, bytesLeft: mode.kind === "cutAfter" ? mode.bytes : 0 };
    connections.add(connection);
    client.on("close", () => connections.delete(connection));
    pump(connection, client, server, false);
    pump(connection, server, client, true);
  });
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");

  return {
    host: "127.0.0.1",
    port: (listener.address() as AddressInfo).port,
    openConnections: () => connections.size,
    set: (next) => {
      mode = next;
      for (const connection of connections) {
        if (next.kind === "reset") reset(connection);
        if (next.kind === "cutAfter") connection.bytesLeft = next.bytes;
      }
    },
    [Symbol.asyncDispose]: async () => {
      for (const { client, server } of connections) {
        client.destroy();
        server.destroy();
      }
      listener.close();
      await once(listener, "close");
    },
  };
};
