import { BerWriter, Control } from "ldapts";
import { BerCursor, INTEGER, MalformedBer, OCTET_STRING, SEQUENCE } from "./ber.ts";
import { protocolViolation } from "./errors.ts";
import type { RawEntry, Result } from "./responses.ts";
import type { SearchSpec, Session } from "./session.ts";

/** LDAP_SERVER_DIRSYNC_OID (MS-ADTS 3.1.1.3.4.1.3). */
export const DIR_SYNC = "1.2.840.113556.1.4.841";

/** Only what the account may see, so that it needs no right to replicate. */
const OBJECT_SECURITY = 0x00000001;
/** Of members only those who came and went. */
const INCREMENTAL_VALUES = 0x80000000;
const MOST_BYTES = 1024 * 1024;
/** A server that always says "more" would never let the run come to its end. */
const MOST_ROUNDS = 10_000;

class DirSync extends Control {
  readonly #cookie: Buffer;

  constructor(cookie: Buffer) {
    super(DIR_SYNC, { critical: true });
    this.#cookie = cookie;
  }

  protected override writeControl(writer: BerWriter): void {
    const value = new BerWriter();
    value.startSequence();
    value.writeInt(OBJECT_SECURITY | INCREMENTAL_VALUES);
    value.writeInt(MOST_BYTES);
    value.writeBuffer(this.#cookie, OCTET_STRING);
    value.endSequence();
    writer.writeBuffer(value.buffer, OCTET_STRING);
  }
}

/**
 * What has changed since the cookie (an empty one: since ever), round by round; returns the cookie of now. Never paged: Active
 * Directory refuses the two controls together. The base must be the head of a naming context.
 */
export async function* dirSync(session: Session, spec: SearchSpec, since: Buffer): AsyncGenerator<readonly RawEntry[], Buffer> {
  let cookie = since;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const search = session.search({ ...spec, controls: [new DirSync(cookie), ...(spec.controls ?? [])] }, "read");
    let result: Result | undefined;
    try {
      while (result === undefined) {
        const entries = await search.next();
        result = search.result;
        if (entries.length > 0) yield entries;
      }
    } finally {
      if (result === undefined) search.cancel();
    }
    const answer = answerOf(result, session);
    cookie = answer.cookie;
    if (!answer.isMore) return cookie;
  }
  throw protocolViolation("read", session.peer, `more than ${MOST_ROUNDS} rounds of changes`);
}

/** The control was critical, so its answer must be there. */
const answerOf = ({ controls }: Result, { peer }: Session): { isMore: boolean; cookie: Buffer } => {
  const value = controls.find(({ oid }) => oid === DIR_SYNC)?.value;
  try {
    if (value === undefined) throw new MalformedBer("no DirSync control in the answer");
    const cursor = new BerCursor(value);
    cursor.enter(SEQUENCE);
    const isMore = cursor.integer() !== 0;
    cursor.octets(INTEGER);
    return { isMore, cookie: Buffer.from(cursor.octets()) };
  } catch (error) {
    throw error instanceof MalformedBer ? protocolViolation("read", peer, error.message, error) : error;
  }
};
