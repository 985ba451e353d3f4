import { parseFilter } from "@dirstream/ldap";
import { openldap } from "./openldap.ts";
import type { Vendor } from "./vendor.ts";

/** A directory that says nothing about who made it: the standards, and no mark of its state. */
export const generic: Vendor = {
  ...openldap,
  name: "generic",
  markerAttribute: "modifyTimestamp",
  changeState: null,
  // A second is too coarse: an entry can change twice within one.
  isSweepable: false,
  people: parseFilter("(|(objectClass=inetOrgPerson)(objectClass=person)(objectClass=posixAccount))"),
};
