import { isUuid } from "@dirstream/ldap";
import { BerWriter, Control } from "ldapts";
import { OCTET_STRING } from "./ber.ts";
import type { Name } from "./vendors/vendor.ts";

/** LDAP_SERVER_EXTENDED_DN_OID (MS-ADTS 3.1.1.3.4.1.5): every DN comes with the GUID of its entry, in text form. */
export class ExtendedDn extends Control {
  static readonly #oid = "1.2.840.113556.1.4.529";

  constructor() {
    super(ExtendedDn.#oid, { critical: true });
  }

  protected override writeControl(writer: BerWriter): void {
    const AS_TEXT = 1;
    const value = new BerWriter();
    value.startSequence();
    value.writeInt(AS_TEXT);
    value.endSequence();
    writer.writeBuffer(value.buffer, OCTET_STRING);
  }
}

const EXTENDED = /^<GUID=([0-9a-f-]{36})>;(?:<SID=[^>]*>;)?/i;

/** `<GUID=…>;<SID=…>;CN=…`; the SID is missing where there is none. */
export const parseExtendedDn = (text: string): Name => {
  const [prefix, guid] = EXTENDED.exec(text) ?? [];
  return prefix === undefined || guid === undefined || !isUuid(guid)
    ? { dn: text }
    : { dn: text.slice(prefix.length), entryId: guid.toLowerCase() };
};
