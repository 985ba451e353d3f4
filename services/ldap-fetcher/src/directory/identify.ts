import type { Scope, ServerIdentity } from "@dirstream/contracts";
import { present } from "@dirstream/ldap";
import type { Certificate } from "@dirstream/ldap/certificate";
import { entryOf } from "./entry.ts";
import { DirectoryError, STOP } from "./errors.ts";
import { contextOf } from "./root-dse.ts";
import type { Server, Vendor } from "./vendors/vendor.ts";

/** A server that we are signed in to, and how it is to be read. */
export interface Opened extends Server {
  readonly host: string;
  readonly address: string;
  readonly certificate: Certificate | null;
  /** As this connector wants it read. */
  readonly vendor: Vendor;
  readonly scope: Scope;
  readonly pageSize: number;
}

/** Whose data this is. */
export const identify = async (opened: Opened): Promise<ServerIdentity> => {
  const { vendor, baseDn } = opened;
  return { vendor: vendor.name, id: await vendor.identify(opened, await readBase(opened, baseDn)) };
};

/** The immutable id of a base. It must be there and readable, and its server's own. */
export const readBase = async (opened: Opened, baseDn: string): Promise<string> => {
  const { session, vendor, rootDse } = opened;
  const name = baseDn === opened.baseDn ? "domain root DN" : "further base DNs";
  const stop = (code: string, message: string, cause?: unknown) => new DirectoryError("base", code, message, STOP, { cause });
  const noSuchBase = (cause?: unknown): DirectoryError =>
    stop("noSuchBase", `${session.peer} has no entry "${baseDn}", or the query account may not read it: check the ${name}.`, cause);
  if (contextOf(rootDse, baseDn) !== contextOf(rootDse, opened.baseDn)) {
    throw stop(
      "otherContext",
      `"${baseDn}" lies in another naming context of ${session.peer} than "${opened.baseDn}": make another connector for it.`,
    );
  }
  const search = session.search({ baseDn, scope: "base", filter: present("objectClass"), attributes: [vendor.idAttribute] }, "base");
  const entries = await search.all().catch((error: unknown) => {
    throw error instanceof DirectoryError && error.code === "noSuchObject" ? noSuchBase(error) : error;
  });
  const [base] = entries;
  if (base === undefined) throw noSuchBase();
  return entryOf(base, opened).id;
};
