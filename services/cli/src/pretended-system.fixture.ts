import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { runProgram } from "./program.ts";

export interface Asked {
  readonly path: string;
  readonly accept: string | undefined;
  readonly body: unknown;
}

/** Answers a command line by line, as it is told to; whatever else is asked it answers with the one connector. */
export const startPretendedSystem = async () => {
  const answer: { lines: readonly object[]; isCutOff: boolean; asked: Asked[] } = { lines: [], isCutOff: false, asked: [] };
  const server = createServer(async (request, response) => {
    if (request.method === "GET") {
      return void response.end(JSON.stringify({ items: [{ connectorId: "hq", name: "Head office" }], next: null }));
    }
    answer.asked.push({ path: request.url ?? "", accept: request.headers.accept, body: JSON.parse(await text(request)) });
    for (const line of answer.lines) response.write(`${JSON.stringify(line)}\n`);
    if (answer.isCutOff) response.destroy();
    else response.end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");

  const dirstream = async (...typed: string[]) => {
    let [out, err] = ["", ""];
    const status = await runProgram(typed, {
      environment: { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: "the-token", home: undefined },
      cwd: "/",
      input: { isTerminal: false, ask: async () => "", askSecret: async () => "", readAll: async () => "S3cret\n" },
      width: 120,
      print: (more) => {
        out += more;
      },
      tell: (more) => {
        err += more;
      },
      now: () => 0,
    });
    return { status, out, err };
  };
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { answer, dirstream, [Symbol.dispose]: close };
};
