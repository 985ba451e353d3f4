import { createServer } from "node:net";
import { Secret } from "@dirstream/service";
import { expect, onTestFinished, test } from "vitest";
import { startMailServer } from "./mail-server.fixture.ts";
import { type MailOptions, sendMail } from "./send-mail.ts";

const FROM = "dirstream <dirstream@example.com>";
const PASSWORD = 'Canary-"§+/pass';
const started = async (...options: Parameters<typeof startMailServer>) => {
  const server = await startMailServer(...options);
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
};
const send = (options: Pick<MailOptions, "server"> & Partial<MailOptions>, mail: { to?: string; subject?: string; text?: string } = {}) =>
  sendMail(
    { from: FROM, deadlineMs: 2_000, ...options },
    { to: "anna@example.com", id: "msg_1", subject: "Grüße", text: "Zürich\n", signal: AbortSignal.timeout(10_000), ...mail },
  );

test("a mail is plain text with a stable id, from whom the installation says, and nobody's absence answers it", async () => {
  const { server, received } = await started();
  expect(await send({ server })).toMatchObject({ kind: "delivered", said: expect.stringMatching(/^The mail server has taken it \(250/) });
  const [mail] = received;
  expect(mail?.to).toBe("anna@example.com");
  expect(["From", "To", "Message-ID", "Auto-Submitted"].map((name) => mail?.header(name))).toEqual([
    ...[FROM, "anna@example.com", "<msg_1@example.com>", "auto-generated"],
  ]);
  expect(mail?.header("Content-Type")).toBe("text/plain; charset=utf-8");
  expect(mail?.lines[0]).toBe("Zürich");
});

test("neither a subject nor an address can bring a header or another recipient along", async () => {
  const { server, received } = await started();
  await send(
    { server },
    { subject: "North\r\nBcc: everybody@example.com\r\n\r\nText", to: "anna@example.com, eve@example.com\r\nBcc: mallory@example.com" },
  );
  await send({ server }, { subject: "North\r\nBcc: everybody@example.com" });
  for (const mail of received) {
    expect(mail.header("Bcc")).toBeUndefined();
    expect(mail.to).not.toMatch(/everybody|mallory|eve@example\.com$/);
  }
  expect(received.at(-1)?.to).toBe("anna@example.com");
});

const login = { user: "dirstream", password: new Secret(PASSWORD) };

test("user and password are given where they are asked for", async () => {
  const asked: unknown[] = [];
  const onAuth = (
    { username, password }: { username?: string; password?: string | null },
    _: unknown,
    done: (error: null, answer: object) => void,
  ) => {
    asked.push([username, password]);
    done(null, { user: "x" });
  };
  const { server, received } = await started({ authOptional: false, allowInsecureAuth: true, onAuth: onAuth as never });
  expect(await send({ server: { ...server, login } })).toMatchObject({ kind: "delivered" });
  expect(asked).toEqual([["dirstream", PASSWORD]]);
  expect(received).toHaveLength(1);
});

test("what a server answers is told, without the password that it says back", async () => {
  const onAuth = (_: unknown, _session: unknown, done: (error: Error) => void) =>
    done(new Error(`no such ${PASSWORD} or ${Buffer.from(`\0dirstream\0${PASSWORD}`).toString("base64")} here`));
  const { server } = await started({ authOptional: false, allowInsecureAuth: true, onAuth: onAuth as never });
  const outcome = await send({ server: { ...server, login } });
  expect(outcome).toMatchObject({ kind: "refused" });
  expect(outcome.said).toMatch(
    /^The mail server does not accept the user and password of SMTP_URL \(535 .*\[redacted\] or \[redacted\] here\)\.$/,
  );
});

test("an address that the server does not want is refused with what it says", async () => {
  const onRcptTo = (_address: unknown, _session: unknown, done: (error: Error) => void) =>
    done(Object.assign(new Error("no such \u202ebox"), { responseCode: 550 }));
  const { server } = await started({ onRcptTo: onRcptTo as never });
  expect(await send({ server })).toEqual({ kind: "refused", said: "The mail server has refused it (550 no such [U+202E]box)." });
});

test("nothing is said in clear to a server elsewhere that offers no TLS, nor to one with a certificate that nobody trusts", async () => {
  const asked: unknown[] = [];
  const onAuth = (auth: unknown) => void asked.push(auth);
  const plain = await started({ allowInsecureAuth: true, onAuth: onAuth as never });
  const selfSigned = await started({ secure: true, onAuth: onAuth as never });
  const outcomes = [
    await send({ server: { ...plain.server, tls: "starttls", login } }),
    await send({ server: { ...selfSigned.server, tls: "implicit", login } }),
  ];
  expect(outcomes.map(({ kind }) => kind)).not.toContain("delivered");
  expect([asked, plain.received, selfSigned.received]).toEqual([[], [], []]);
});

test("a server that is away has not taken it, and one that falls silent afterwards may have", async () => {
  const gone = await startMailServer();
  await gone[Symbol.asyncDispose]();
  expect(await send({ server: gone.server })).toMatchObject({ kind: "refused" });
  const { server } = await started({ onData: (stream) => void stream.resume() });
  expect(await send({ server, deadlineMs: 300 })).toMatchObject({ kind: "unknown" });
});

test("a server that drips its greeting byte by byte is given up in time", async () => {
  const dripping = createServer((socket) => {
    const drip = setInterval(() => socket.write("2"), 20);
    socket.on("error", () => undefined).on("close", () => clearInterval(drip));
  });
  await new Promise<void>((resolve) => dripping.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void dripping.close());
  const { port } = dripping.address() as { port: number };
  const beganMs = performance.now();
  expect((await send({ server: { host: "127.0.0.1", port, tls: "none", login: null }, deadlineMs: 300 })).kind).not.toBe("delivered");
  expect(performance.now() - beganMs).toBeLessThan(1_500);
  expect(await new Promise((resolve) => dripping.getConnections((_, count) => resolve(count)))).toBeLessThanOrEqual(1);
});
