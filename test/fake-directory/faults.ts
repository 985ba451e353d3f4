import type { HeardSearch } from "./heard.ts";
import type { Result } from "./messages.ts";

/** How far an exchange goes before it breaks. The stages of pages are those of the page `atPage`. */
export type Stage = "accept" | "startTls" | "handshake" | "bind" | "firstEntry" | "midPage" | "pageEnd";

/** What goes wrong from now on, on connections that are open too. Nothing given: nothing does. */
export interface Faults {
  /**
   * There it says nothing more and stays connected, or closes the connection, or is gone for good and refuses every other.
   * `startTls`: before its answer; `handshake`: after it.
   */
  readonly stop?: { readonly at: Stage; readonly how: "silence" | "close" | "die" };
  /** Page of each paged search that is meant, from 1; the first when nothing is said. */
  readonly atPage?: number;
  /** Which paged searches are meant; all when nothing is said. */
  readonly ofSearch?: (search: HeardSearch) => boolean;
  /** StartTLS is refused with this result code. */
  readonly startTlsCode?: number;
  /** Bytes in clear right behind the answer that accepts StartTLS, in the same packet. */
  readonly injected?: Buffer;
  /** Every sign-in is answered with this. */
  readonly bindResult?: Result;
  /** The page has no entries although there are more, and says so by its cookie. */
  readonly emptyPage?: boolean;
  /** The page ends with this, after half of its entries. */
  readonly pageResult?: Result;
  /** Every search below a base comes with these references to other servers. */
  readonly references?: readonly string[];
  /** Every search below a base finds nothing, and that successfully. */
  readonly findsNothing?: boolean;
  /** DirSync goes on from no cookie: each is refused with this. */
  readonly cookieResult?: Result;
  /** An attribute, in lower case, that no entry shows any more. */
  readonly hides?: string;
  /** What is asked for by its own name shows it all the same. */
  readonly hidesBelowOnly?: boolean;
  readonly hostile?: Hostility;
  /** Answers come byte by byte, with this pause between them. */
  readonly dripMs?: number;
  /** The connection is reset when it has said so many bytes. */
  readonly closeAfterBytes?: number;
}

export type Hostility =
  | "hugeLength"
  | "deepNesting"
  | "manyValues"
  | "manyAttributes"
  | "endlessEntries"
  | "endlessPages"
  | "endlessReferences";
