import { connect } from "node:net";

const ANSWER_WITHIN_MS = 5_000;

/** The services wait for a server that is away, as long as it takes; whoever has just mistyped its address should not have to. */
export const mustAnswer = async (variable: string, url: string, defaultPort: number): Promise<void> => {
  let address: URL;
  try {
    // Of several servers, one is enough.
    address = new URL(url.split(",")[0] as string);
  } catch {
    throw new Error(`${variable} is not a URL.`);
  }
  const host = address.hostname.replaceAll(/^\[|\]$/g, "");
  const port = Number(address.port || defaultPort);
  if (host !== "" && !(await accepts(host, port))) throw new Error(`${variable} names ${host}:${port}, and nothing answers there.`);
};

const accepts = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: ANSWER_WITHIN_MS });
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => settle(true));
    socket.once("timeout", () => settle(false));
    socket.once("error", () => settle(false));
  });
