import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import type { SmtpServer } from "./smtp-server.ts";

export interface ReceivedMail {
  readonly to: string;
  /** As it came, with its headers. */
  readonly raw: string;
  /** Unfolded; the last of a name. */
  readonly header: (name: string) => string | undefined;
  readonly lines: readonly string[];
}

/** A real mail server in this process. */
export const startMailServer = async (options: SMTPServerOptions = {}, port = 0) => {
  const received: ReceivedMail[] = [];
  const server = new SMTPServer({
    ...{ authOptional: true, logger: false, disableReverseLookup: true, disabledCommands: ["STARTTLS"] },
    onData: async (stream, session, done) => {
      const raw = await text(stream);
      received.push({ to: session.envelope.rcptTo.map(({ address }) => address).join(), raw, ...partsOf(raw) });
      done();
    },
    ...options,
  });
  server.on("error", () => undefined);
  await once(server.listen(port, "127.0.0.1"), "listening");
  const taken = (server.server.address() as AddressInfo).port;
  return {
    received,
    server: { host: "127.0.0.1", port: taken, tls: "none", login: null } as SmtpServer,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
};

const partsOf = (raw: string): Pick<ReceivedMail, "header" | "lines"> => {
  const [head = "", ...body] = raw.split("\r\n\r\n");
  const headers = head.replace(/\r\n[ \t]+/g, " ").split("\r\n");
  const header = (name: string) => {
    const found = headers.find((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}: `));
    return found === undefined ? undefined : worded(found.slice(name.length + 2));
  };
  const text = body.join("\r\n\r\n");
  // RFC 2045 section 6.7
  const decoded = header("Content-Transfer-Encoding") === "quoted-printable" ? unquoted(text) : text;
  return { header, lines: decoded.split(/\r?\n/) };
};

/** RFC 2047: words in other characters than ASCII. */
const worded = (value: string): string =>
  value
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_, way: string, text: string) =>
      way.toUpperCase() === "B" ? Buffer.from(text, "base64").toString() : unquoted(text.replaceAll("_", " ")),
    );

const unquoted = (text: string): string => {
  const bytes = text.replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
};
