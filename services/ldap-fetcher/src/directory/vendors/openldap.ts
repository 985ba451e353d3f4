import { endsWith, isUuid, parseFilter, present } from "@dirstream/ldap";
import { contextOf } from "../root-dse.ts";
import { valuesAt } from "../values-at.ts";
import { groupProfile, personProfile } from "./profile.ts";
import { recorded } from "./recordings.ts";
import type { Recording, Vendor } from "./vendor.ts";

/** What is recorded of people: RFC 4519, RFC 2798 (inetOrgPerson), RFC 4524, RFC 2307. Nothing that opens a door. */
const PERSON: ReadonlyMap<string, Recording> = new Map([
  ...recorded("value", "uid cn sn givenName initials displayName mail title description o ou"),
  ...recorded("value", "departmentNumber employeeNumber employeeType businessCategory"),
  ...recorded("value", "telephoneNumber mobile pager homePhone facsimileTelephoneNumber"),
  ...recorded("value", "physicalDeliveryOfficeName roomNumber street postOfficeBox postalCode postalAddress l st"),
  ...recorded("value", "preferredLanguage labeledURI carLicense jpegPhoto uidNumber gidNumber homeDirectory loginShell"),
  ...recorded("reference", "manager secretary seeAlso"),
]);

/** What is recorded of a group beside its members. */
const GROUP: ReadonlyMap<string, Recording> = new Map([
  ...recorded("value", "cn displayName description mail o ou businessCategory gidNumber"),
  ...recorded("reference", "owner seeAlso"),
]);

/** Locked for good by an administrator (draft-behera-ldap-password-policy section 5.3.3); a lock with a date ends by itself. */
const LOCKED_FOR_GOOD = "000001010000Z";

export const openldap: Vendor = {
  name: "openldap",
  // RFC 4530: every entry has a UUID, as text.
  idAttribute: "entryUUID",
  entryId: (value) => {
    const text = value.toString("latin1").toLowerCase();
    return isUuid(text) ? text : undefined;
  },
  idValue: (entryId) => Buffer.from(entryId, "latin1"),
  markerAttribute: "entryCSN",
  controls: [],
  parseName: (text) => ({ dn: text }),
  isBesides: () => false,

  /** The suffix's contextCSN, one value for each server that writes, differs after every change of anything. */
  changeState: {
    kind: "contextCSN",
    read: async ({ session, rootDse, baseDn }) => {
      const suffix = contextOf(rootDse, baseDn);
      if (suffix === undefined) return [];
      const values = await valuesAt(session, { baseDn: suffix, filter: present("objectClass"), attribute: "contextCSN" }, "read");
      return values.map(String).sort();
    },
  },
  changeLists: null,
  isSweepable: true,
  isMarkTime: false,
  /** The base entry's id names the data, wherever it is served from. */
  identify: async (_, baseId) => baseId,

  people: parseFilter("(|(objectClass=inetOrgPerson)(objectClass=posixAccount))"),
  groups: parseFilter("(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames)(objectClass=posixGroup)(objectClass=groupOfURLs))"),
  contacts: null,
  addressedAt: (domain) => endsWith("mail", `@${domain}`),

  recorded: { user: PERSON, contact: PERSON, group: GROUP },
  members: new Map([
    ["member", "dn"],
    ["uniqueMember", "dnAndBits"],
    ["memberUid", "uid"],
  ]),
  whenChangedAttribute: "modifyTimestamp",
  stateAttributes: ["pwdAccountLockedTime"],
  stateOf: (values) => {
    const locked = values.get("pwdAccountLockedTime") ?? [];
    return { state: locked.some((value) => value.toString("latin1") === LOCKED_FOR_GOOD) ? "disabled" : "active" };
  },
  profile: { user: personProfile, contact: personProfile, group: groupProfile },
};
