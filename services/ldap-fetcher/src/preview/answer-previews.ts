import { type PreviewLine, PreviewRequest } from "@dirstream/contracts";
import type { EventLog } from "@dirstream/event-log";
import { type Access, openWith } from "../open-for.ts";
import { type PrivateKeys, unseal } from "../open-password.ts";
import { failureOf } from "../run-sync.ts";
import type { Tell } from "./preview-recorder.ts";
import { previewRun } from "./preview-run.ts";

export interface Previewer {
  readonly log: EventLog;
  readonly keys: PrivateKeys;
  readonly access: Access;
  /** Ends previews that are under way when the process must leave. */
  readonly signal: AbortSignal;
  /** Told of what the fetcher was not made for. */
  readonly onError: (error: unknown) => void;
}

/** A NATS message holds four times as much (max_payload). */
const PART_BYTES = 256 * 1024;
/** A directory of a million entries is read in less. */
const PREVIEW_MS = 10 * 60_000;

/** Answers a question of `ldap.v1.preview`: lines of JSON, cut into parts anywhere. */
export async function* answerPreview(previewer: Previewer, payload: Uint8Array): AsyncGenerator<Uint8Array> {
  const request = PreviewRequest.parse(JSON.parse(new TextDecoder().decode(payload)));
  const unwanted = new AbortController();
  const signal = AbortSignal.any([previewer.signal, AbortSignal.timeout(PREVIEW_MS), unwanted.signal]);
  try {
    yield* inParts(linesOf((tell) => preview({ ...previewer, signal }, request, tell)));
  } finally {
    unwanted.abort();
  }
}

/** Changes wait for one another; whatever is told of the whole goes at once, and what waits with it. */
async function* inParts(lines: AsyncIterable<PreviewLine>): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  for await (const line of lines) {
    const encoded = Buffer.from(`${JSON.stringify(line)}\n`);
    waiting.push(encoded);
    bytes += encoded.length;
    if (line.line === "change" && bytes < PART_BYTES) continue;
    const together = Buffer.concat(waiting);
    [waiting, bytes] = [[], 0];
    for (let at = 0; at < together.length; at += PART_BYTES) yield together.subarray(at, at + PART_BYTES);
  }
}

const preview = async (previewer: Previewer, request: PreviewRequest, tell: Tell): Promise<void> => {
  const { log, access, signal } = previewer;
  try {
    await tell({ line: "progress", read: 0 }); // whoever asked learns that somebody is at work
    const password = await passwordOf(previewer, request);
    using directory = await openWith(request.settings, password, access, signal);
    await previewRun({ log, directory, request, signal }, tell);
  } catch (error) {
    const { stage, code, message } = failureOf(error);
    if (code === "internal") previewer.onError(error);
    await tell({ line: "failed", stage, code, message });
  }
};

const passwordOf = ({ log, keys, access }: Previewer, { previewId, account, connector, password }: PreviewRequest): Promise<Buffer> =>
  "ciphertext" in password
    ? unseal(keys, { purpose: "preview", account, connector, version: previewId }, password, Date.now())
    : access.openPassword(log, { account, connector }, password.version);

const LINES_AHEAD = 1_000;

/** What is told, in its order; whoever tells waits while too much of it has not been taken. */
async function* linesOf(work: (tell: Tell) => Promise<void>): AsyncGenerator<PreviewLine> {
  const { readable, writable } = new TransformStream<PreviewLine, PreviewLine>({}, { highWaterMark: LINES_AHEAD });
  const writer = writable.getWriter();
  const tell: Tell = async (line) => {
    await writer.ready;
    writer.write(line).catch(() => undefined);
  };
  const done = work(tell).then(
    () => writer.close(),
    (error: unknown) => writer.abort(error),
  );
  done.catch(() => undefined);
  for await (const line of readable) yield line;
  await done;
}
