import { parseFilter } from "@dirstream/ldap";
import { openldap } from "./openldap.ts";
import type { Vendor } from "./vendor.ts";

/** A directory of which nothing is known but the standards. No mark says that nothing has changed: every increment is a sweep. */
export const generic: Vendor = {
  ...openldap,
  name: "generic",
  // RFC 4512 section 3.4.4
  markerAttribute: "modifyTimestamp",
  isMarkTime: true,
  changeState: null,
  /** Times mean something to one another only where one product has given them. */
  identify: async ({ rootDse: { vendorName } }, baseId) => (vendorName === null ? baseId : `${baseId} ${vendorName}`),
  people: parseFilter("(|(objectClass=inetOrgPerson)(objectClass=person)(objectClass=posixAccount))"),
  /** 389 Directory Server, and what comes of it, says so of an account that an administrator has locked; others do not know the attribute. */
  stateAttributes: [...openldap.stateAttributes, "nsAccountLock"],
  stateOf: (values, nowMs) => {
    const isLocked = values.get("nsAccountLock")?.some((value) => value.toString("latin1").toUpperCase() === "TRUE") === true;
    return isLocked ? { state: "disabled" } : openldap.stateOf(values, nowMs);
  },
};
