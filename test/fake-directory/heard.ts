import type { RequestControl } from "./messages.ts";

export interface HeardBind {
  /** From 1, in the order in which they came. */
  readonly connection: number;
  readonly dn: string;
  readonly passwordBytes: number;
  readonly isEncrypted: boolean;
}

export interface HeardPage {
  readonly number: number;
  readonly size: number;
  readonly cookie: string;
  /** The place from which on the page takes its entries. */
  readonly from: string;
}

export interface HeardSearch {
  readonly connection: number;
  readonly isEncrypted: boolean;
  readonly baseDn: string;
  readonly scope: "base" | "one" | "sub";
  /** As people write it, attribute names in lower case. */
  readonly filter: string;
  readonly attributes: readonly string[];
  readonly controls: readonly RequestControl[];
  /** Of a search in pages; numbers begin with 1. */
  readonly page?: HeardPage;
  /** Of a search with the DirSync control, as hexadecimal. */
  readonly dirSyncCookie?: string;
}

/** What clients have said since the server began, or since it was told to forget. */
export interface Heard {
  connections: number;
  readonly binds: HeardBind[];
  readonly searches: HeardSearch[];
  /** Everything that came outside of TLS, the first bytes of each connection. */
  readonly inClear: Buffer[];
  /** Cookies of paged searches that this server has not given on that very connection. */
  readonly foreignCookies: string[];
}

export const nothingHeard = (): Heard => ({ connections: 0, binds: [], searches: [], inClear: [], foreignCookies: [] });
