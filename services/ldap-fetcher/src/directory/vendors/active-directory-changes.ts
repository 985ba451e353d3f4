import { and, equal, type Filter, guidToBytes, or, parseFilter } from "@dirstream/ldap";
import { DIR_SYNC, dirSync } from "../dir-sync.ts";
import { ExtendedDn, parseExtendedDn } from "../extended-dn.ts";
import { pages } from "../paging.ts";
import type { RawEntry } from "../responses.ts";
import { ShowDeleted } from "../show-deleted.ts";
import { changesOf, hasChange, witness } from "./active-directory-history.ts";
import { CONTACT, GROUP, PERSON } from "./active-directory-mapping.ts";
import { GUID, headOf, idOf, isRefusal, searchIn, valuesOf } from "./active-directory-search.ts";
import type { ChangeLists, Elsewhere, ListedBy, Reported, Server } from "./vendor.ts";

const CONTAINERS = ["organizationalUnit", "container", "builtinDomain", "lostAndFound"];
/** A condition on anything that deleted entries lose (objectCategory, sAMAccountType) would hide them (MS-ADTS 3.1.1.5.5.1.2). */
const MEANT = or(...["user", "group", "contact", ...CONTAINERS].map((name) => equal("objectClass", name)));

/**
 * DirSync reports an entry only for changes of the attributes that are listed: those that are recorded, those that decide whether an
 * entry is in scope and in which state, its name (for moves) and its deletion.
 */
const REPORTED: readonly string[] = [
  ...new Set([
    ...[GUID, "name", "isDeleted", "objectClass", "objectCategory", "isCriticalSystemObject", "sAMAccountType", "groupType"],
    ...["userAccountControl", "accountExpires", "primaryGroupID", "member"],
    ...[...PERSON.keys(), ...CONTACT.keys(), ...GROUP.keys()],
  ]),
];

const IDS_AT_ONCE = 100;
const PAGE_SIZE = 1_000;

/** How Active Directory names what has changed. Both ways look at the whole naming context: the base may be a part of it only. */
export const changeLists: ChangeLists = {
  createdAttribute: "uSNCreated",
  offered: ({ rootDse }): readonly ListedBy[] => (rootDse.controls.has(DIR_SYNC) ? ["dirSync", "usnChanged"] : ["usnChanged"]),

  /** Few entries come back, for only the head itself is asked for; the cookie is the same. */
  position: async (server) => {
    if (!server.rootDse.controls.has(DIR_SYNC)) return null;
    try {
      const rounds = dirSync(server.session, searchIn(server, equal("objectClass", "domainDNS"), ["cn"]), Buffer.alloc(0));
      for (;;) {
        const { done, value } = await rounds.next();
        if (done === true) return value;
      }
    } catch (error) {
      if (isRefusal(error)) return null;
      throw error;
    }
  },

  since: (server, { mark, position }) => (position === null ? listByUsn(server, mark) : listByDirSync(server, position)),

  async *find(server, ids) {
    for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
      const wanted = or(...ids.slice(at, at + IDS_AT_ONCE).map((id) => equal(GUID, guidToBytes(id))));
      const controls = [new ExtendedDn(), new ShowDeleted()];
      const entries = await server.session
        .search({ ...searchIn(server, wanted, [GUID, "isDeleted", "objectClass"]), controls }, "read")
        .all();
      yield entries.flatMap((entry) => elsewhere(entry) ?? []);
    }
  },

  /** Everybody sees the container of deleted entries itself; only an entry in it proves the right to see those. */
  seesDeleted: async (server) => {
    const baseDn = `CN=Deleted Objects,${headOf(server)}`;
    const spec = { ...searchIn(server, parseFilter("(isDeleted=TRUE)"), ["name"]), baseDn, controls: [new ShowDeleted()] };
    try {
      for await (const entries of pages(server.session, spec, { pageSize: 2, stage: "read", onPage: () => undefined })) {
        if (entries.some(({ dn }) => /\\0ADEL:/i.test(dn))) return true;
      }
      return false;
    } catch (error) {
      if (isRefusal(error)) return false;
      throw error;
    }
  },
  ...{ witness, changesOf, hasChange },
};

async function* listByDirSync(server: Server, position: Buffer): AsyncGenerator<readonly Reported[], Buffer> {
  const rounds = dirSync(server.session, searchIn(server, MEANT, REPORTED), position);
  for (;;) {
    const { done, value } = await rounds.next();
    if (done === true) return value;
    // The name is sent where it has changed, and with every move.
    yield value.flatMap((entry) => reported(entry, valuesOf(entry, "name") !== undefined) ?? []);
  }
}

/** What has changed, not how: every entry may have moved. */
async function* listByUsn(server: Server, mark: string): AsyncGenerator<readonly Reported[], null> {
  const next: Filter = { kind: "greaterOrEqual", attribute: "uSNChanged", value: Buffer.from(String(BigInt(mark) + 1n)) };
  const spec = { ...searchIn(server, and(next, MEANT), [GUID]), controls: [new ShowDeleted()] };
  for await (const entries of pages(server.session, spec, { pageSize: PAGE_SIZE, stage: "read", onPage: () => undefined })) {
    yield entries.flatMap((entry) => reported(entry, true) ?? []);
  }
  return null;
}

const reported = (entry: RawEntry, mayHaveMoved: boolean): Reported | undefined => {
  const id = idOf(entry);
  return id === undefined ? undefined : { id, mayHaveMoved };
};

const elsewhere = (entry: RawEntry): Elsewhere | undefined => {
  const id = idOf(entry);
  if (id === undefined) return undefined;
  const classes = new Set((valuesOf(entry, "objectClass") ?? []).map((value) => value.toString("latin1").toLowerCase()));
  return {
    id,
    dn: parseExtendedDn(entry.dn).dn,
    isDeleted: valuesOf(entry, "isDeleted")?.[0]?.toString("latin1") === "TRUE",
    isContainer: CONTAINERS.some((name) => classes.has(name.toLowerCase())),
  };
};
