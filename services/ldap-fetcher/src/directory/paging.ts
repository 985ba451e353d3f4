import { PagedResultsControl } from "ldapts";
import { BerCursor, MalformedBer, SEQUENCE } from "./ber.ts";
import { type DirectoryStage, protocolViolation } from "./errors.ts";
import type { RawEntry, Result } from "./responses.ts";
import type { Search } from "./search.ts";
import type { SearchSpec, Session } from "./session.ts";

/** A server may send pages without entries (its filter found nothing among those it looked at), but not for ever. */
const MOST_EMPTY_PAGES = 10_000;

interface Paging {
  readonly pageSize: number;
  readonly stage: DirectoryStage;
  /** Called with every finished page's search: it knows the references. */
  readonly onPage: (search: Search) => void;
}

/**
 * All entries of a search, page by page (RFC 2696). It ends where the server gives no more cookie, and nowhere else:
 * neither an empty page nor a short one is the end. The next page is asked for before this one is handed out,
 * one ahead and no more. A cookie is never used on another connection.
 */
export async function* pages(session: Session, spec: SearchSpec, { pageSize, stage, onPage }: Paging): AsyncGenerator<readonly RawEntry[]> {
  const ask = (cookie?: Buffer): Search => {
    const value = cookie === undefined ? { size: pageSize } : { size: pageSize, cookie };
    const controls = [new PagedResultsControl({ critical: true, value }), ...(spec.controls ?? [])];
    return session.search({ ...spec, controls, mostEntries: pageSize }, stage);
  };
  let current: Search | undefined = ask();
  let emptyPages = 0;
  try {
    while (current !== undefined) {
      const entries = await current.next();
      const { result } = current;
      if (result !== undefined) {
        onPage(current);
        const cookie = cookieOf(result, session, stage);
        current = cookie.length === 0 ? undefined : ask(cookie);
        emptyPages = entries.length === 0 ? emptyPages + 1 : 0;
        if (emptyPages > MOST_EMPTY_PAGES)
          throw protocolViolation(stage, session.peer, `more than ${MOST_EMPTY_PAGES} empty pages in a row`);
      }
      if (entries.length > 0) yield entries;
    }
  } finally {
    current?.cancel();
    // A page that the server still works at would take the place of whatever is asked for next: it keeps one for each connection.
    await current?.ended();
  }
}

/** The paged control was critical, so its answer must be there; without it nobody knows whether there is more. */
const cookieOf = ({ controls }: Result, session: Session, stage: DirectoryStage): Buffer => {
  const value = controls.find(({ oid }) => oid === PagedResultsControl.type)?.value;
  try {
    if (value === undefined) throw new MalformedBer("no paged results control in the answer");
    const cursor = new BerCursor(value);
    cursor.enter(SEQUENCE);
    cursor.octets(0x02);
    return Buffer.from(cursor.octets());
  } catch (error) {
    if (!(error instanceof MalformedBer)) throw error;
    const violation = protocolViolation(stage, session.peer, error.message, error);
    session.fail(violation);
    throw violation;
  }
};
