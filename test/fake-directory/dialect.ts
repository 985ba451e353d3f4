import type { Entry, FixedEntry, Generated, Table, Values } from "./entry.ts";
import type { Size, Tree } from "./tree.ts";

/** Which of the directory's databases it is: changes with a restored backup. */
export interface Server {
  readonly name: string;
  readonly invocation: number;
}

/** What makes a directory product the one that it is. */
export interface Dialect {
  readonly name: "active-directory" | "openldap" | "generic";
  readonly suffix: string;
  /** The naming context's head first; with tombstones, the container of the deleted objects second. */
  readonly fixed: readonly FixedEntry[];
  readonly people: Generated;
  readonly groups: Omit<Generated, "table"> & { readonly table: (size: Size) => Table };
  /** What an entry that a client adds is given by itself. */
  readonly defaults: (attributes: Readonly<Record<string, unknown>>) => Readonly<Record<string, string>>;
  readonly leavesTombstones: boolean;
  /** The attribute that an entry is known by for ever, in lower case, and its value. */
  readonly idAttribute: string;
  readonly numberOfId: (value: Buffer) => number | undefined;
  readonly guidText: (at: number) => string;
  /** What the server itself keeps of an entry, by the name in lower case. */
  readonly kept: Readonly<Record<string, (entry: Entry, tree: Tree) => Values | undefined>>;
  /** As the schema spells them, where they come with `*`. */
  readonly keptNames: readonly string[];
  readonly isUnknown: (attribute: string) => boolean;
  readonly isEqual: (attribute: string, stored: Buffer, asked: Buffer) => boolean;
  readonly rootDse: (tree: Tree, server: Server) => Readonly<Record<string, string | readonly string[]>>;
  /** Entries outside of the naming context, by DN. */
  readonly elsewhere: (dn: string, server: Server) => Readonly<Record<string, Buffer | string>> | undefined;
  readonly whoAmI: (bindDn: string) => string;
  readonly wrongPassword: string;
  /** Active Directory's MaxPageSize and MaxValRange; 0 where there is no limit. */
  readonly mostPerPage: number;
  readonly mostValues: number;
}
