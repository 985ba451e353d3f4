import { endsWith, guidFromBytes, guidToBytes, or, parseFilter, present, sidFromBytes } from "@dirstream/ldap";
import { DirectoryError, UNAVAILABLE } from "../errors.ts";
import { ExtendedDn, parseExtendedDn } from "../extended-dn.ts";
import { valuesAt } from "../values-at.ts";
import { changeLists } from "./active-directory-changes.ts";
import { highestNumber } from "./active-directory-history.ts";
import { accountState, CONTACT, contactProfile, GROUP, PERSON, personProfile } from "./active-directory-mapping.ts";
import { groupProfile } from "./profile.ts";
import type { Server, Vendor } from "./vendor.ts";

/** LDAP_CAP_ACTIVE_DIRECTORY_OID (MS-ADTS 3.1.1.3.4.3.1), of Samba's domain controllers too. */
export const ACTIVE_DIRECTORY = "1.2.840.113556.1.4.800";

/** Victims of a replication conflict keep an unusable copy of the entry under a name like this. */
const CONFLICT = "(cn=*\\0aCNF:*)";
/** Windows' own accounts and groups (Administrator, krbtgt, Domain Users …). */
const CRITICAL = "(isCriticalSystemObject=TRUE)";
/**
 * Accounts that programs have made for themselves: those that Microsoft Entra Connect leaves out by default. Exchange's are
 * told by their names: its own attributes are unknown where Exchange is not, and a condition on an unknown attribute finds nobody.
 */
const OF_PROGRAMS = [
  ...["(sAMAccountName=SUPPORT_388945a0)", "(sAMAccountName=AAD_*)", "(sAMAccountName=MSOL_*)"],
  ...["(cn=SystemMailbox{*)", "(cn=CAS_*{*)", "(cn=HealthMailbox*)", "(cn=DiscoverySearchMailbox {*)"],
];
const without = (...conditions: readonly string[]): string => conditions.map((condition) => `(!${condition})`).join("");

/** SAM_USER_OBJECT: accounts of people; computers, trusts and managed service accounts are of other types. */
const USER_ACCOUNT = "(sAMAccountType=805306368)";

/** From here on numbers are given to groups that administrators make; those below belong to Windows' own. */
const FIRST_RID = 1000;
/** Values that are asked for at once; what Windows gives at most. */
const MEMBERS_AT_ONCE = 1500;

/** Partitions that every domain controller refers to, and nobody who asks for people means. */
const BESIDES = /^ldaps?:\/\/[^/]*\/(?:cn=configuration|dc=domaindnszones|dc=forestdnszones),/i;

export const activeDirectory: Vendor = {
  name: "active-directory",
  idAttribute: "objectGUID",
  entryId: (value) => (value.length === 16 ? guidFromBytes(value) : undefined),
  idValue: guidToBytes,
  markerAttribute: "uSNChanged",
  controls: [new ExtendedDn()],
  parseName: parseExtendedDn,
  idDn: (entryId) => `<GUID=${entryId}>`,
  isBesides: (uri) => BESIDES.test(decoded(uri)),

  changeState: {
    kind: "highestCommittedUSN",
    read: async (server) => {
      const highest = await highestNumber(server);
      return highest === undefined ? [] : [highest];
    },
  },
  changeLists,
  isSweepable: false,
  isMarkTime: false,
  identify: async (server) => databaseOf(server),

  people: parseFilter(`(&${USER_ACCOUNT}${without(CRITICAL, CONFLICT, ...OF_PROGRAMS)})`),
  groups: parseFilter(`(&(objectCategory=group)${without(CRITICAL, CONFLICT)})`),
  contacts: parseFilter(`(&(objectClass=contact)${without(CONFLICT)})`),
  addressedAt: (domain) => or(...["mail", "proxyAddresses", "userPrincipalName"].map((name) => endsWith(name, `@${domain}`))),

  recorded: { user: PERSON, contact: CONTACT, group: GROUP },
  members: new Map([["member", "dn"]]),
  memberRequests: [`member;range=0-${MEMBERS_AT_ONCE - 1}`],
  unlistedMembers: {
    filter: parseFilter(`(primaryGroupID>=${FIRST_RID})`),
    attribute: "primaryGroupID",
    groupAttribute: "objectSid",
    keyOf: relativeId,
  },
  whenChangedAttribute: "whenChanged",
  stateAttributes: ["userAccountControl", "accountExpires"],
  stateOf: accountState,
  profile: { user: personProfile, contact: contactProfile, group: groupProfile },
};

/** The last part of a security identifier: what tells the accounts of one domain apart. */
function relativeId(objectSid: Buffer): string | undefined {
  try {
    return sidFromBytes(objectSid).split("-").at(-1);
  } catch {
    return undefined;
  }
}

/**
 * Update sequence numbers are counted by one database of one domain controller: the controller, and the invocation id
 * that it gets anew when it is restored (MS-ADTS 3.1.1.1.9).
 */
const databaseOf = async ({ session }: Server): Promise<string> => {
  const anything = present("objectClass");
  const [service] = await valuesAt(session, { baseDn: "", filter: anything, attribute: "dsServiceName" }, "base");
  if (service === undefined) {
    throw new DirectoryError("base", "serverNotNamed", `${session.peer} does not say which domain controller it is.`, UNAVAILABLE);
  }
  const controller = service.toString("utf8");
  const [invocation] = await valuesAt(session, { baseDn: controller, filter: anything, attribute: "invocationId" }, "base").catch(
    unreadable,
  );
  return invocation?.length === 16 ? `${controller} ${guidFromBytes(invocation)}` : controller;
};

/** Not every query account may read the configuration partition. */
const unreadable = (error: unknown): Buffer[] => {
  if (error instanceof DirectoryError && (error.code === "noSuchObject" || error.code === "insufficientAccessRights")) return [];
  throw error;
};

const decoded = (uri: string): string => {
  try {
    return decodeURI(uri);
  } catch {
    return uri;
  }
};
