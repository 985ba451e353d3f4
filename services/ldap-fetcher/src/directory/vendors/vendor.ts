import type { AttributeValue, ChangesBy, Cursor, EntryKind, Profile, State, Witness } from "@dirstream/contracts";
import type { Filter } from "@dirstream/ldap";
import type { Control } from "ldapts";
import type { RootDse } from "../root-dse.ts";
import type { Session } from "../session.ts";

/** What differs from one directory product to the next, as a value. */
export interface Vendor extends Naming, Scope, Mapping {
  readonly name: "openldap" | "active-directory" | "generic";
  /** How the server says in one read that nothing at all has changed; null where it cannot. */
  readonly changeState: ChangeState | null;
  /** How the server names what has changed; null where it does not. */
  readonly changeLists: ChangeLists | null;
  /** Whether the change mark and the name of every entry tell, in one sweep, which have changed. */
  readonly isSweepable: boolean;
  /**
   * Whether the change mark is a time by the server's clock (modifyTimestamp), of which an entry can change twice in one. A sweep then goes on from
   * the latest of the last one, and needs nothing that the server says of its whole state.
   */
  readonly isMarkTime: boolean;
  /** Names the server's data: marks of another server's mean nothing. Given the base's own immutable id. */
  readonly identify: (server: Server, baseId: string) => Promise<string>;
}

/** A server that we are signed in to, and the base that is read. */
export interface Server {
  readonly session: Session;
  readonly rootDse: RootDse;
  readonly baseDn: string;
}

export interface ChangeState {
  readonly kind: Exclude<Cursor["kind"], "modifyTimestamp">;
  /** Equal values mean that nothing has changed between; none where this server shows no mark. */
  readonly read: (server: Server) => Promise<readonly string[]>;
}

/** What has changed since a position, as a list of ids. Only names are taken from it: the entries themselves are read again. */
export interface ChangeLists {
  /** Best first. */
  readonly offered: (server: Server) => readonly ListedBy[];
  /** The server's own position at this moment; null where it does not give us one. To be asked before anything is read. */
  readonly position: (server: Server) => Promise<Buffer | null>;
  /** Returns the position of now. */
  readonly since: (server: Server, from: ListFrom) => AsyncGenerator<readonly Reported[], Buffer | null>;
  /** These entries wherever on the server they are, deleted ones too, as far as the account may see them. */
  readonly find: (server: Server, ids: readonly string[]) => AsyncGenerator<readonly Elsewhere[]>;
  /** Whether the account demonstrably sees what was deleted. */
  readonly seesDeleted: (server: Server) => Promise<boolean>;
  /** An attribute with the change number of an entry's creation. */
  readonly createdAttribute: string;
  /** The end of the server's history, as far as the account sees it; undefined where the server does not let us look. */
  readonly witness: (server: Server) => Promise<Witness | undefined>;
  /** The last changes of these entries, deleted ones too; none of those that are not to be seen. */
  readonly changesOf: (server: Server, ids: readonly string[]) => Promise<readonly NumberedChange[]>;
  /** Whether anything that the account sees bears such a number. */
  readonly hasChange: (server: Server, numbers: Numbers) => Promise<boolean>;
}

/** The last change of an entry. */
export type NumberedChange = Witness["changes"][number];

/** Change numbers after the one, up to the other. */
export interface Numbers {
  readonly after: bigint;
  readonly upTo: bigint;
}

export type ListedBy = Exclude<ChangesBy, "sweep">;

export interface ListFrom {
  /** What the server said of its whole state. */
  readonly mark: string;
  readonly position: Buffer | null;
}

export interface Reported {
  readonly id: string;
  /** It may have another name or place than before. */
  readonly mayHaveMoved: boolean;
}

export interface Elsewhere {
  readonly id: string;
  readonly dn: string;
  readonly isDeleted: boolean;
  /** Others may lie below it. */
  readonly isContainer: boolean;
}

/** How entries are told apart. */
interface Naming {
  /** The attribute with the immutable id of an entry. */
  readonly idAttribute: string;
  /** The attribute that differs after every change of an entry; if it is a time, after every later one. */
  readonly markerAttribute: string;
  /** The id in the form that names the entry in the log; undefined when the value is none. */
  readonly entryId: (value: Buffer) => string | undefined;
  /** The other way: what the id attribute is compared with. */
  readonly idValue: (entryId: string) => Uint8Array;
  /** Sent with every search for entries. */
  readonly controls: readonly Control[];
  /** Takes a DN apart that the server gave, of an entry or in a value: some send the immutable id along. */
  readonly parseName: (text: string) => Name;
  /** The DN that stands for an entry's id, where the server gives long attributes in ranges that have to be asked for one by one. */
  readonly idDn?: (entryId: string) => string;
  /** Whether a continuation reference leads to something that nobody has asked for. */
  readonly isBesides: (uri: string) => boolean;
}

export interface Name {
  readonly dn: string;
  readonly entryId?: string;
}

/** What is synchronised. */
interface Scope {
  readonly people: Filter;
  readonly groups: Filter;
  readonly contacts: Filter | null;
  /** People with an address in this domain. */
  readonly addressedAt: (domain: string) => Filter;
}

/** How a value is recorded: as it is; as the entry that it names; a security identifier as text; a FILETIME as an instant. */
export type Recording = "value" | "reference" | "sid" | "filetime";

/** How a value of a member attribute names its entry. */
export type MemberForm = "dn" | "dnAndBits" | "uid";

/** What is recorded of an entry. */
interface Mapping {
  readonly recorded: Readonly<Record<EntryKind, ReadonlyMap<string, Recording>>>;
  readonly members: ReadonlyMap<string, MemberForm>;
  /** How members are asked for, where it is not by the bare name. */
  readonly memberRequests?: readonly string[];
  /** Members that stand in no member attribute: they name their group themselves. */
  readonly unlistedMembers?: UnlistedMembers;
  /** The attribute with the time of the last change (GeneralizedTime). */
  readonly whenChangedAttribute: string;
  readonly stateAttributes: readonly string[];
  /** Values by the names of `stateAttributes`. */
  readonly stateOf: (values: ReadonlyMap<string, readonly Buffer[]>, nowMs: number) => Standing;
  readonly profile: Readonly<Record<EntryKind, (values: Lookup) => Profile>>;
}

export interface Standing {
  readonly state: Exclude<State, "removed">;
  /** When the state will be another one although nothing in the directory changes. */
  readonly untilMs?: number;
}

export interface UnlistedMembers {
  /** Who names a group himself, anywhere on the server. */
  readonly filter: Filter;
  /** By this attribute … */
  readonly attribute: string;
  /** … of which the value is made of this one of the group's. */
  readonly groupAttribute: string;
  readonly keyOf: (groupValue: Buffer) => string | undefined;
}

/** The recorded values of an attribute, sorted. */
export type Lookup = (name: string) => readonly AttributeValue[] | undefined;
