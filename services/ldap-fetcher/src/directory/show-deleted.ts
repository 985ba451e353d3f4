import { Control } from "ldapts";

/** LDAP_SERVER_SHOW_DELETED_OID (MS-ADTS 3.1.1.3.4.1.14): entries that were deleted are found as well. It has no value. */
export class ShowDeleted extends Control {
  static readonly #oid = "1.2.840.113556.1.4.417";

  constructor() {
    super(ShowDeleted.#oid, { critical: true });
  }
}
