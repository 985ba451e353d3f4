import type { Socket } from "node:net";
import type { Filter } from "@dirstream/ldap";
import { type BerWriter, BindRequest, type Control, ExtendedRequest, SearchRequest, UnbindRequest } from "ldapts";
import { MalformedBer } from "./ber.ts";
import { EncodedFilter } from "./encode-filter.ts";
import { DirectoryError, type DirectoryStage, LATER, protocolViolation, socketError, timedOut, UNAVAILABLE } from "./errors.ts";
import { frames } from "./frames.ts";
import { BIND_RESPONSE, EXTENDED_RESPONSE, type Response, type Result, readResponse, SEARCH_DONE } from "./responses.ts";
import { refused } from "./result-errors.ts";
import { Search } from "./search.ts";

/** What a search asks for. There is never a size limit: a server's answer cut short must not look complete. */
export interface SearchSpec {
  readonly baseDn: string;
  readonly scope: "base" | "sub";
  readonly filter: Filter;
  readonly attributes: readonly string[];
  readonly controls?: readonly Control[];
  /** A server that sends more would never come to its end; one at a base. */
  readonly mostEntries?: number;
}

interface Message {
  readonly messageId: number;
  write(): Buffer;
}

interface Operation {
  readonly stage: DirectoryStage;
  readonly answer: number;
  readonly onEntry?: (message: Buffer) => void;
  readonly onReference?: (uris: readonly string[]) => void;
  readonly onResult: (result: Result) => void;
  readonly onFailure: (error: DirectoryError) => void;
}

const NOTICE_OF_DISCONNECTION = "1.3.6.1.4.1.1466.20036";
/** A server that says nothing for so long in the middle of an answer is given up. */
export const INACTIVITY_MS = 30_000;
/** Entries that nobody has asked for yet wait in memory up to here; beyond it the server waits. */
const MOST_WAITING_BYTES = 16 * 1024 * 1024;
/** One for each domain of the largest forest would be some hundreds. */
const MOST_REFERENCES = 100_000;

/**
 * LDAP on one connection. It never connects again: any failure of the connection or the protocol ends the session for
 * ever, so a bind can neither be lost nor be sent where TLS is gone. ldapts encodes the requests; framing, reading
 * and paging are our own, because its client reconnects by itself, ends paging at an empty page and has no size cap.
 */
export class Session implements Disposable {
  readonly peer: string;
  readonly #socket: Socket;
  readonly #operations = new Map<number, Operation>();
  readonly #frames = frames();
  #lastId = 0;
  #closed: DirectoryError | undefined;
  #stage: DirectoryStage = "bind";
  #waitingBytes = 0;
  #awaited = 0;

  constructor(socket: Socket, peer: string, inactivityMs: number = INACTIVITY_MS) {
    this.peer = peer;
    this.#socket = socket;
    socket.setTimeout(inactivityMs);
    socket.on("data", this.#onData);
    socket.on("error", this.#onError);
    socket.on("close", this.#onClose);
    socket.on("timeout", this.#onTimeout);
  }

  /** Why the session is over; undefined while it lives. */
  get closed(): DirectoryError | undefined {
    return this.#closed;
  }

  /** Simple bind. An empty password would be an anonymous bind that succeeds (RFC 4513 section 5.1.2): no caller may get here with one. */
  async bind(dn: string, password: Buffer): Promise<void> {
    if (dn === "" || password.length === 0 || password.includes(0))
      throw new RangeError("a bind needs a DN and a password without zero bytes");
    const result = await this.#request(new SimpleBind(this.#nextId(), dn, password), "bind", BIND_RESPONSE);
    if (result.code !== 0) throw refused("bind", this.peer, result);
  }

  /** An extended operation (RFC 4511 section 4.12), whatever its result code. */
  extended(oid: string, stage: DirectoryStage): Promise<Result> {
    return this.#request(new ExtendedRequest({ messageId: this.#nextId(), oid }), stage, EXTENDED_RESPONSE);
  }

  /** Begins a search; its entries are taken from what is returned. */
  search(spec: SearchSpec, stage: DirectoryStage): Search {
    const search = new Search(this.peer, stage, {
      took: (bytes) => this.#count(-bytes, 0),
      waits: (waiting) => this.#count(0, waiting ? 1 : -1),
      malformed: (error) => this.#violated(error.message, error),
    });
    const message = new SearchRequest({
      messageId: this.#nextId(),
      baseDN: spec.baseDn,
      scope: spec.scope,
      filter: new EncodedFilter(spec.filter),
      attributes: [...spec.attributes],
      timeLimit: 0,
      ...(spec.controls === undefined ? {} : { controls: [...spec.controls] }),
    });
    let left = spec.mostEntries ?? (spec.scope === "base" ? 1 : Number.POSITIVE_INFINITY);
    this.#send(message, {
      stage,
      answer: SEARCH_DONE,
      onEntry: (message) => {
        left -= 1;
        if (left < 0) this.#violated("more entries than were asked for");
        else if (search.add(message)) this.#count(message.length, 0);
      },
      onReference: (uris) => {
        search.refer(uris);
        if (search.referenceCount > MOST_REFERENCES) this.#violated("references without end");
      },
      onResult: (result) => search.end(result),
      onFailure: (error) => search.fail(error),
    });
    return search;
  }

  /** Hands the socket on for TLS. Nothing may have arrived that was not asked for: it would be believed inside TLS. */
  release(): Socket {
    const socket = this.#socket;
    const unasked = this.#frames.pendingBytes + socket.readableLength;
    if (this.#closed === undefined && unasked > 0) this.fail(plaintextInjected(this.peer));
    if (this.#closed !== undefined) throw this.#closed;
    this.#closed = new DirectoryError("tls", "connectionReleased", `The plain connection to ${this.peer} has been handed on.`, LATER);
    socket.setTimeout(0);
    socket.pause();
    socket.off("data", this.#onData).off("error", this.#onError).off("close", this.#onClose).off("timeout", this.#onTimeout);
    return socket;
  }

  /** Ends the session for ever; everything under way fails with this error. */
  fail(error: DirectoryError): void {
    if (this.#closed !== undefined) return;
    this.#end(error);
    this.#socket.destroy();
  }

  /** Ends the session, with this error, when the signal aborts. */
  obey(signal: AbortSignal, error: () => DirectoryError): void {
    const aborted = (): void => this.fail(error());
    if (signal.aborted) aborted();
    signal.addEventListener("abort", aborted, { once: true });
    this.#socket.once("close", () => signal.removeEventListener("abort", aborted));
  }

  [Symbol.dispose](): void {
    if (this.#closed !== undefined) return;
    this.#socket.write(new UnbindRequest({ messageId: this.#nextId() }).write());
    this.#end(new DirectoryError(this.#stage, "connectionClosed", `The connection to ${this.peer} has been closed by us.`, LATER));
    this.#socket.destroySoon();
  }

  #end(error: DirectoryError): void {
    this.#closed = error;
    const operations = [...this.#operations.values()];
    this.#operations.clear();
    for (const operation of operations) operation.onFailure(error);
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  #request(message: Message, stage: DirectoryStage, answer: number): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    this.#count(0, 1);
    const answered = (): void => this.#count(0, -1);
    this.#send(message, {
      stage,
      answer,
      onResult: (result) => {
        answered();
        resolve(result);
      },
      onFailure: (error) => {
        answered();
        reject(error);
      },
    });
    return promise;
  }

  #send(message: Message, operation: Operation): void {
    this.#stage = operation.stage;
    if (this.#closed !== undefined) {
      operation.onFailure(this.#closed);
      return;
    }
    this.#operations.set(message.messageId, operation);
    const bytes = message.write();
    this.#socket.write(bytes, () => bytes.fill(0));
  }

  /** Reading goes on while somebody waits for an answer; otherwise only until enough lies in memory. */
  #count(bytes: number, awaited: number): void {
    this.#waitingBytes += bytes;
    this.#awaited += awaited;
    const socket = this.#socket;
    if (this.#closed !== undefined) return;
    const full = this.#waitingBytes > MOST_WAITING_BYTES && this.#awaited === 0;
    if (full && !socket.isPaused()) socket.pause();
    else if (!full && socket.isPaused()) {
      socket.setTimeout(socket.timeout ?? 0);
      socket.resume();
    }
  }

  readonly #onData = (chunk: Buffer): void => {
    try {
      this.#frames.push(chunk, (frame) => {
        this.#accept(readResponse(frame), frame);
        return this.#closed === undefined;
      });
    } catch (error) {
      if (!(error instanceof MalformedBer)) throw error;
      this.#violated(error.message, error);
    }
  };

  #accept(response: Response, frame: Buffer): void {
    const operation = this.#operations.get(response.id);
    if (response.id === 0) this.#notified(response);
    else if (operation === undefined) this.#violated("an answer to nothing that was asked");
    else if (response.kind === "result") {
      if (response.operation === operation.answer) this.#finish(response.id, operation, response.result);
      else this.#violated("an answer of another kind than asked for");
    } else if (response.kind === "entry" && operation.onEntry !== undefined) operation.onEntry(frame);
    else if (response.kind === "reference" && operation.onReference !== undefined) operation.onReference(response.uris);
    else this.#violated("an entry where none was asked for");
  }

  #finish(id: number, operation: Operation, result: Result): void {
    this.#operations.delete(id);
    operation.onResult(result);
  }

  #violated(what: string, cause?: unknown): DirectoryError {
    const violation = protocolViolation(this.#stage, this.peer, what, cause);
    this.fail(violation);
    return violation;
  }

  /** Message id 0 is for what the server says unasked (RFC 4511 section 4.4); of that, only its farewell matters. */
  #notified(response: Response): void {
    if (response.kind !== "result" || response.result.oid !== NOTICE_OF_DISCONNECTION) return;
    const reason = refused(this.#stage, this.peer, response.result);
    this.fail(
      new DirectoryError(this.#stage, "disconnectedByServer", `${this.peer} ended the connection. ${reason.message}`, UNAVAILABLE, {
        cause: reason,
      }),
    );
  }

  readonly #onError = (error: NodeJS.ErrnoException): void => this.fail(socketError(this.#stage, this.peer, error));

  readonly #onClose = (): void => this.fail(socketError(this.#stage, this.peer, new Error("the connection was closed")));

  readonly #onTimeout = (): void => {
    if (this.#operations.size > 0 && !this.#socket.isPaused()) this.fail(timedOut(this.#stage, this.peer, this.#socket.timeout ?? 0));
  };
}

/** A simple bind whose password is bytes; ldapts takes text. */
class SimpleBind extends BindRequest {
  readonly #secret: Buffer;

  constructor(messageId: number, dn: string, secret: Buffer) {
    super({ messageId, dn });
    this.#secret = secret;
  }

  override writeMessage(writer: BerWriter): void {
    const SIMPLE = 0x80;
    writer.writeInt(this.version);
    writer.writeString(this.dn);
    writer.writeBuffer(this.#secret, SIMPLE);
  }
}

const plaintextInjected = (peer: string): DirectoryError =>
  new DirectoryError(
    "tls",
    "plaintextAfterStartTls",
    `Unencrypted bytes followed the StartTLS answer of ${peer}: somebody between us may be tampering with the connection.`,
    LATER,
  );
