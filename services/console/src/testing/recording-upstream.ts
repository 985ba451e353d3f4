import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export type Seen = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
};

export interface RecordingUpstream extends AsyncDisposable {
  readonly url: string;
  readonly seen: Seen[];
  /** Unless it is set, everything is answered with 200. */
  answer: RequestListener | undefined;
}

/** A service behind the origin: records what reaches it and answers as the test says. */
export const startUpstream = async (): Promise<RecordingUpstream> => {
  const seen: Seen[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const { method = "", url = "", headers } = incoming;
    seen.push({ method, url, headers, body: await text(incoming) });
    if (upstream.answer !== undefined) return upstream.answer(incoming, outgoing);
    return void outgoing.writeHead(200, { "content-type": "application/json" }).end('{"ok":true}');
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const upstream: RecordingUpstream = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    answer: undefined,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return upstream;
};
