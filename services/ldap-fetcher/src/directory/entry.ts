import { DirectoryError, STOP } from "./errors.ts";
import type { RawAttribute, RawEntry } from "./responses.ts";
import type { Session } from "./session.ts";
import type { Vendor } from "./vendors/vendor.ts";

/** An entry by its immutable id, with its change mark. The attributes are those asked for; the two are not among them. */
export interface Entry {
  readonly dn: string;
  readonly id: string;
  /** Differs after every change of the entry (not of its parents' names); empty where the server does not show it. */
  readonly marker: string;
  /** Views of the network buffer: copy what outlives the page. */
  readonly attributes: readonly RawAttribute[];
}

/** @throws DirectoryError where the server does not show the id. */
export const entryOf = (
  { dn, attributes }: RawEntry,
  { vendor, session }: { readonly vendor: Vendor; readonly session: Session },
): Entry => {
  let id: string | undefined;
  let marker = "";
  const others: RawAttribute[] = [];
  for (const attribute of attributes) {
    if (isNamed(attribute, vendor.idAttribute)) id = vendor.entryId(attribute.values[0] ?? Buffer.alloc(0));
    else if (isNamed(attribute, vendor.markerAttribute)) marker = String(attribute.values[0] ?? "");
    else others.push(attribute);
  }
  if (id !== undefined) return { dn: vendor.parseName(dn).dn, id, marker, attributes: others };
  throw new DirectoryError(
    "read",
    "idNotReadable",
    `${session.peer} shows no ${vendor.idAttribute} of "${dn}": grant the query account read access to it.`,
    STOP,
  );
};

const isNamed = ({ type }: RawAttribute, name: string): boolean =>
  type === name || (type.length === name.length && type.toLowerCase() === name.toLowerCase());
