import { createTransport, type NodemailerError } from "nodemailer";
import type { Outcome } from "./destination.ts";
import type { SmtpServer } from "./smtp-server.ts";
import { visibleLine } from "./visible-line.ts";

export interface MailOptions {
  readonly server: SmtpServer;
  /** As MAIL_FROM says: an address, perhaps with a name before it. */
  readonly from: string;
  readonly deadlineMs?: number;
}

export interface Mail {
  readonly to: string;
  readonly id: string;
  readonly subject: string;
  readonly text: string;
  readonly signal: AbortSignal;
}

/** For everything together: servers let strangers wait before they greet them. */
const DEADLINE_MS = 20_000;
const LONGEST_ANSWER = 200;

/** Sends once, on a connection of its own, which is cut when the time is over. */
export const sendMail = async ({ server, from, deadlineMs = DEADLINE_MS }: MailOptions, mail: Mail): Promise<Outcome> => {
  const { host, port, tls, login } = server;
  const transport = createTransport({
    ...{ host, port, secure: tls === "implicit", requireTLS: tls === "starttls", ignoreTLS: tls === "none" },
    ...(login === null ? {} : { auth: { user: login.user, pass: login.password.reveal() } }),
    ...{ connectionTimeout: deadlineMs, greetingTimeout: deadlineMs, socketTimeout: deadlineMs },
    ...{ disableFileAccess: true, disableUrlAccess: true, logger: false },
  });
  const { to, subject, text, id } = mail;
  const headers = { "Auto-Submitted": "auto-generated" }; // RFC 3834 section 5: nobody's absence answers it
  const signal = AbortSignal.any([mail.signal, AbortSignal.timeout(deadlineMs)]);
  try {
    const address = { name: "", address: to };
    const { response } = await transport.sendMail({ from, to: address, subject, text, messageId: messageId(id, from), headers, signal });
    return { kind: "delivered", said: `The mail server has taken it (${quoted(response, server)}).` };
  } catch (error) {
    return failureOf(error as NodemailerError, server);
  }
};

/** At the sender's domain, where nobody else makes ids. */
const messageId = (id: string, from: string): string => `<${id}@${/@([^\s<>@]+)>?$/.exec(from)?.[1] ?? "dirstream.invalid"}>`;

const NOT_YET_SENT = ["CONNECT_TIMEOUT", "GREETING_TIMEOUT", "UPGRADE_TIMEOUT"];

/** An error's message may quote what was sent, and is not shown. */
const failureOf = (error: NodemailerError, server: SmtpServer): Outcome => {
  const { code = "", response, responseCode, syscall, timeoutType } = error;
  if (responseCode !== undefined) {
    const what = code === "EAUTH" ? "does not accept the user and password of SMTP_URL" : "has refused it";
    return { kind: "refused", said: `The mail server ${what} (${quoted(response ?? String(responseCode), server)}).` };
  }
  if (code === "ETLS") return { kind: "refused", said: "The mail server offers no TLS that is trusted here." };
  if (code === "EAUTH" || code === "ENOAUTH")
    return { kind: "refused", said: "The mail server offers no way to sign in with SMTP_URL's user." };
  const isNotSent = code === "EDNS" || syscall === "connect" || NOT_YET_SENT.includes(timeoutType ?? "");
  return { kind: isNotSent ? "refused" : "unknown", said: "The mail server cannot be reached, or does not answer in time." };
};

/** What a server answers is its own text: one line, shortened, and without our secret if it should say it back. */
const quoted = (response: string, { login }: SmtpServer): string => {
  const password = login?.password.reveal() ?? "";
  const secrets = [password, Buffer.from(password).toString("base64"), Buffer.from(`\0${login?.user}\0${password}`).toString("base64")];
  const clean = secrets.filter((secret) => secret !== "").reduce((text, secret) => text.replaceAll(secret, "[redacted]"), response);
  return visibleLine(clean, LONGEST_ANSWER);
};
