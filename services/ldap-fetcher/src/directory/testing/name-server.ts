import { createSocket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import { once } from "node:events";

/** A name server of our own, whose answers change. */
interface NameServer extends AsyncDisposable {
  /** How often it has been asked. */
  readonly asked: number;
  /** Asks it, by Node's own resolver. */
  readonly lookup: (host: string) => Promise<readonly string[]>;
}

const HEADER_BYTES = 12;
const QUESTION_TAIL_BYTES = 5; // the root label, type and class

/** Gives each question the next of these answers; the last one for ever (RFC 1035 section 4). */
export const startNameServer = async (...answers: readonly [readonly string[], ...(readonly string[])[]]): Promise<NameServer> => {
  const socket = createSocket("udp4");
  let asked = 0;
  socket.on("message", (query, { port, address }) => {
    const addresses = answers[Math.min(asked, answers.length - 1)] ?? [];
    asked += 1;
    socket.send(answerTo(query, addresses), port, address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  const resolver = new Resolver();
  resolver.setServers([`127.0.0.1:${socket.address().port}`]);
  return {
    get asked() {
      return asked;
    },
    lookup: (host) => resolver.resolve4(host),
    [Symbol.asyncDispose]: async () => {
      socket.close();
      await once(socket, "close");
    },
  };
};

const answerTo = (query: Buffer, addresses: readonly string[]): Buffer => {
  const question = query.subarray(HEADER_BYTES, query.indexOf(0, HEADER_BYTES) + QUESTION_TAIL_BYTES);
  const header = Buffer.alloc(HEADER_BYTES);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180, 2); // an answer, recursion as desired and available
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(addresses.length, 6);
  // Each for the name at byte 12, type A, class IN, to be kept for no second.
  const records = addresses.map((it) => Buffer.from([0xc0, HEADER_BYTES, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...it.split(".").map(Number)]));
  return Buffer.concat([header, question, ...records]);
};
