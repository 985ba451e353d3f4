import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTcpProxy, type TcpProxy } from "./tcp-proxy.ts";

/** Answers every piece of data with itself. */
const echo = createServer((socket) => socket.on("error", () => {}).pipe(socket));
let proxy: TcpProxy;

beforeEach(async () => {
  if (!echo.listening) await once(echo.listen(0, "127.0.0.1"), "listening");
  proxy = await startTcpProxy({ host: "127.0.0.1", port: (echo.address() as AddressInfo).port });
});
afterEach(() => proxy[Symbol.asyncDispose]());

const open = async (): Promise<Socket> => {
  const socket = connect(proxy);
  await once(socket, "connect");
  return socket;
};
const ask = async (socket: Socket, text: string): Promise<string> => {
  socket.write(text);
  return `${(await once(socket, "data"))[0]}`;
};
/** Everything that still comes before the connection ends, and how it ends. */
const rest = (socket: Socket): Promise<{ text: string; ending: string }> =>
  new Promise((resolve) => {
    let text = "";
    let ending = "ended";
    socket.on("data", (chunk) => {
      text += chunk;
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      ending = error.code ?? error.message;
    });
    socket.on("close", () => resolve({ text, ending }));
  });

test("a passing proxy is not noticed", async () => {
  const socket = await open();
  expect(await ask(socket, "hello")).toBe("hello");
  socket.end();
  expect(await rest(socket)).toEqual({ text: "", ending: "ended" });
});

test("a reset ends the open connections and the new ones", async () => {
  const socket = await open();
  await ask(socket, "hello");
  const ended = rest(socket);
  proxy.set({ kind: "reset" });
  expect((await ended).ending).toBe("ECONNRESET");
  expect((await rest(connect(proxy))).ending).toBe("ECONNRESET");
});

test("a connection is cut after so many bytes of answer", async () => {
  const socket = await open();
  proxy.set({ kind: "cutAfter", bytes: 3 });
  const ended = rest(socket);
  socket.write("hello");
  expect((await ended).text).toBe("hel");
});

test("nothing comes out of a black hole, and what comes later passes again", async () => {
  const socket = await open();
  const pieces: string[] = [];
  socket.on("data", (chunk) => pieces.push(`${chunk}`));
  proxy.set({ kind: "blackhole" });
  await new Promise<void>((resolve) => socket.write("lost", () => resolve()));
  const other = await open(); // by then the proxy has read what was sent before
  proxy.set({ kind: "pass" });
  expect(await ask(other, "other")).toBe("other");
  expect(await ask(socket, "hello")).toBe("hello");
  expect(pieces).toEqual(["hello"]);
  socket.destroy();
  other.destroy();
});

test("a slow proxy keeps the order", async () => {
  const socket = await open();
  proxy.set({ kind: "slow", delayMs: 5 });
  for (const text of ["a", "b", "c"]) socket.write(text);
  let answer = "";
  while (answer.length < 3) answer += (await once(socket, "data"))[0];
  expect(answer).toBe("abc");
  socket.destroy();
});
