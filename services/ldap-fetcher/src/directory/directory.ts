import type { ChangesBy, ServerIdentity } from "@dirstream/contracts";
import { equal, type Filter, or, present } from "@dirstream/ldap";
import type { Certificate } from "@dirstream/ldap/certificate";
import { type Entry, entryOf } from "./entry.ts";
import { DirectoryError } from "./errors.ts";
import { identify, type Opened, readBase } from "./identify.ts";
import { pages } from "./paging.ts";
import { isPartial, withWholeAttributes } from "./ranges.ts";
import type { RawEntry } from "./responses.ts";
import { contextOf } from "./root-dse.ts";
import { type Place, placeOf } from "./scope.ts";
import type { Search } from "./search.ts";
import type { SearchSpec } from "./session.ts";
import type { ChangeLists, Server, Vendor } from "./vendors/vendor.ts";

export type Incompleteness = "referencesNotFollowed" | "readNotFinished" | "serverChanged";

/** So many names take the room of one whole entry; the larger a page, the less it costs the server (slapd: a tenth). */
const NAMES_PER_ENTRY = 5;
const LIMITS = new Set(["sizeLimitExceeded", "adminLimitExceeded", "unwillingToPerform"]);

export interface Reading {
  readonly pageSize?: number;
  /** Not below the base, but in the whole naming context that the base lies in. */
  readonly everywhere?: boolean;
  /** Not below the base, but below this entry, wherever it is. */
  readonly below?: string;
  /** In place of the same reading before it, which was left: that one is not missing. */
  readonly begunAgain?: boolean;
}

/** The vendor's change lists, of this connection. */
export type BoundLists = Pick<ChangeLists, "createdAttribute"> & {
  readonly [Way in Exclude<keyof ChangeLists, "createdAttribute" | "offered">]: ChangeLists[Way] extends (
    server: Server,
    ...more: infer More
  ) => infer Result
    ? (...more: More) => Result
    : never;
};

const MOST_IDS = 100;
const MOST_REFERENCES = 100;

/** One signed-in connection to a directory, and the reading of what lies below a base. */
export class Directory implements Disposable {
  /** The host that answered, and the address it was reached at. */
  readonly host: string;
  readonly address: string;
  readonly certificate: Certificate | null;
  readonly vendor: Vendor;
  readonly identity: ServerIdentity;
  /** The naming context that the base lies in; undefined where the server names none. */
  readonly context: string | undefined;
  readonly #opened: Opened;
  readonly #place: Place;
  readonly #references = new Set<string>();
  #unfinished = 0;
  #isPaging = false;

  private constructor(opened: Opened, identity: ServerIdentity) {
    this.host = opened.host;
    this.address = opened.address;
    this.certificate = opened.certificate;
    this.vendor = opened.vendor;
    this.identity = identity;
    this.context = contextOf(opened.rootDse, opened.baseDn);
    this.#opened = opened;
    this.#place = placeOf(opened.baseDn, opened.scope);
  }

  /** Makes sure that the bases exist and can be read, and knows the server by the first one's immutable id. */
  static async over(opened: Opened): Promise<Directory> {
    const identity = await identify(opened);
    for (const dn of opened.scope.moreBaseDns) await readBase(opened, dn);
    return new Directory(opened, identity);
  }

  /**
   * Continuation references that the server gave (RFC 4511 section 4.5.3). They are never followed: they could lead
   * anywhere. Each stands for a part of what was searched, whatever DN is in it: that is a name at the other server.
   */
  get references(): readonly string[] {
    return [...this.#references];
  }

  /**
   * Every entry that the filter finds, with these attributes, in pages. One reading at a time: servers keep one paged
   * search per connection. Groups with their members are best read in small pages.
   */
  async *read(
    filter: Filter,
    attributes: readonly string[],
    { pageSize, everywhere = false, below, begunAgain = false }: Reading = {},
  ): AsyncGenerator<readonly Entry[]> {
    if (this.#isPaging) throw new Error("another paged reading is under way on this connection");
    const elsewhere = below ?? (everywhere ? this.context : undefined);
    // What lies beyond the bases was not asked for on its own account: references from there stand for nothing.
    const onPage = elsewhere === undefined ? this.#noteReferences : () => undefined;
    const paging = { pageSize: pageSize ?? this.#opened.pageSize, stage: "read" as const, onPage };
    this.#isPaging = true;
    this.#unfinished++;
    try {
      for (const from of elsewhere === undefined ? this.#place.baseDns : [elsewhere]) {
        const spec = this.#search(filter, attributes, from);
        for await (const entries of pages(this.#opened.session, spec, paging)) {
          const read = await this.#entries(entries);
          yield everywhere ? read : this.#included(read);
        }
      }
      this.#unfinished -= begunAgain ? 2 : 1;
    } finally {
      this.#isPaging = false;
    }
  }

  /** As `read`, for entries of which little more than the name is asked. A server that allows no pages so large is asked once more, as ever. */
  async *readNames(filter: Filter, attributes: readonly string[]): AsyncGenerator<readonly Entry[]> {
    let isUnderWay = false;
    try {
      for await (const page of this.read(filter, attributes, { pageSize: this.#opened.pageSize * NAMES_PER_ENTRY })) {
        isUnderWay = true;
        yield page;
      }
    } catch (error) {
      if (isUnderWay || !(error instanceof DirectoryError && LIMITS.has(error.code))) throw error;
      yield* this.read(filter, attributes, { begunAgain: true });
    }
  }

  /** Those of the entries that are in scope; without a filter, those that are anywhere in the naming context. In the server's order. */
  async *readByIds(
    ids: readonly string[],
    filter: Filter | undefined,
    attributes: readonly string[],
    { everywhere = filter === undefined }: Pick<Reading, "everywhere"> = {},
  ): AsyncGenerator<readonly Entry[]> {
    const { session, vendor } = this.#opened;
    const elsewhere = everywhere ? this.context : undefined;
    const baseDns = elsewhere === undefined ? this.#place.baseDns : [elsewhere];
    const ask = (question: number): Search | undefined => {
      const start = Math.floor(question / baseDns.length) * MOST_IDS;
      if (start >= ids.length) return undefined;
      const wanted = or(...ids.slice(start, start + MOST_IDS).map((id) => equal(vendor.idAttribute, vendor.idValue(id))));
      const both: Filter = filter === undefined ? wanted : { kind: "and", filters: [wanted, filter] };
      return session.search({ ...this.#search(both, attributes, baseDns[question % baseDns.length]), mostEntries: MOST_IDS }, "read");
    };
    let question = 0;
    let current = ask(question);
    this.#unfinished++;
    try {
      while (current !== undefined) {
        const entries = await current.next();
        if (current.result !== undefined) {
          if (elsewhere === undefined) this.#noteReferences(current);
          current = ask(++question);
        }
        if (entries.length === 0) continue;
        const read = await this.#entries(entries);
        yield everywhere ? read : this.#included(read);
      }
      this.#unfinished--;
    } finally {
      current?.cancel();
    }
  }

  /**
   * The server's own mark of its whole state: equal marks mean that nothing has changed between.
   * Null where the server has none; then nothing but reading tells.
   */
  async changeState(): Promise<readonly string[] | null> {
    const values = (await this.vendor.changeState?.read(this.#opened)) ?? [];
    return values.length === 0 ? null : values;
  }

  /** In which ways the server can tell what has changed, best first. */
  changesOffered(): readonly ChangesBy[] {
    const { changeLists, isSweepable } = this.vendor;
    return [...(changeLists?.offered(this.#opened) ?? []), ...(isSweepable ? ["sweep" as const] : [])];
  }

  /** How the server names what has changed; undefined where it does not. */
  changeLists(): BoundLists | undefined {
    const lists = this.vendor.changeLists;
    const opened = this.#opened;
    return lists === null
      ? undefined
      : {
          createdAttribute: lists.createdAttribute,
          position: () => lists.position(opened),
          since: (from) => lists.since(opened, from),
          find: (ids) => lists.find(opened, ids),
          seesDeleted: () => lists.seesDeleted(opened),
          witness: () => lists.witness(opened),
          changesOf: (ids) => lists.changesOf(opened, ids),
          hasChange: (numbers) => lists.hasChange(opened, numbers),
        };
  }

  /** Why what was read so far may not be everything; empty when nothing speaks against it. Asks the server who it is once more. */
  async incompleteness(): Promise<readonly Incompleteness[]> {
    const reasons: Incompleteness[] = [];
    if (this.#references.size > 0) reasons.push("referencesNotFollowed");
    if (this.#unfinished > 0) reasons.push("readNotFinished");
    const { vendor, id } = await identify(this.#opened);
    if (vendor !== this.identity.vendor || id !== this.identity.id) reasons.push("serverChanged");
    return reasons;
  }

  [Symbol.dispose](): void {
    this.#opened.session[Symbol.dispose]();
  }

  #included(entries: readonly Entry[]): readonly Entry[] {
    return entries.filter(({ dn }) => this.#place.excludedBy(dn) === undefined);
  }

  #search(filter: Filter, attributes: readonly string[], baseDn = this.#opened.baseDn): SearchSpec {
    const { idAttribute, markerAttribute, controls } = this.vendor;
    const asked = [...attributes, idAttribute, markerAttribute];
    return { baseDn, scope: "sub", filter, attributes: asked, controls };
  }

  async #entries(raw: readonly RawEntry[]): Promise<readonly Entry[]> {
    const entries: Entry[] = [];
    const { idDn } = this.vendor;
    for (const entry of raw) {
      const isWhole = idDn === undefined || !isPartial(entry);
      entries.push(entryOf(isWhole ? entry : await this.#whole(entry, idDn), this.#opened));
    }
    return entries;
  }

  #whole(entry: RawEntry, idDn: (entryId: string) => string): Promise<RawEntry> {
    const { session } = this.#opened;
    const { markerAttribute } = this.vendor;
    const baseDn = idDn(entryOf(entry, this.#opened).id);
    const ask = async (attributes: readonly string[]): Promise<RawEntry | undefined> => {
      const spec: SearchSpec = { ...this.#search(present("objectClass"), attributes, baseDn), scope: "base" };
      const found = session.search(spec, "read").all();
      const [again] = await found.catch((error: unknown) => {
        if (error instanceof DirectoryError && error.code === "noSuchObject") return [];
        throw error;
      });
      return again;
    };
    return withWholeAttributes(entry, { peer: session.peer, markerAttribute, ask });
  }

  readonly #noteReferences = (search: Search): void => {
    for (const uri of search.references) {
      if (this.#references.size < MOST_REFERENCES && !this.vendor.isBesides(uri)) this.#references.add(uri);
    }
  };
}
