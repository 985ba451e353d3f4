import type { Profile } from "@dirstream/contracts";
import { instantOfFiletime } from "@dirstream/ldap";
import { firstText, labelled, managerIn, present, texts } from "./profile.ts";
import { recorded } from "./recordings.ts";
import type { Lookup, Recording, Standing } from "./vendor.ts";

/** Exchange's, which many companies use as they please. */
const EXTENSIONS = Array.from({ length: 15 }, (_, at) => `extensionAttribute${at + 1}`).join(" ");

/** What is recorded of a contact: what an address book shows. */
export const CONTACT: ReadonlyMap<string, Recording> = new Map([
  ...recorded("value", "cn displayName givenName initials sn description info thumbnailPhoto"),
  ...recorded("value", "mail proxyAddresses mailNickname targetAddress telephoneNumber otherTelephone mobile otherMobile"),
  ...recorded("value", "homePhone ipPhone pager facsimileTelephoneNumber wWWHomePage"),
  ...recorded("value", "physicalDeliveryOfficeName streetAddress postOfficeBox postalCode l st c co"),
  ...recorded("value", "title department company division employeeID employeeNumber employeeType preferredLanguage"),
  ...recorded("value", EXTENSIONS),
  ...recorded("reference", "manager assistant"),
]);

/**
 * What is recorded of a person: what administrators see and match by. Nothing that a sign-in changes (lastLogon, badPwdCount),
 * nothing that follows from other entries (memberOf, directReports), nothing that opens a door.
 */
export const PERSON: ReadonlyMap<string, Recording> = new Map([
  ...CONTACT,
  ...recorded("value", "userPrincipalName sAMAccountName userAccountControl"),
  ...recorded("value", "uid uidNumber gidNumber unixHomeDirectory loginShell homeDirectory"),
  ...recorded("sid", "objectSid"),
  ...recorded("filetime", "accountExpires"),
]);

/** What is recorded of a group beside its members. */
export const GROUP: ReadonlyMap<string, Recording> = new Map([
  ...recorded("value", "cn sAMAccountName displayName description info mail mailNickname proxyAddresses groupType gidNumber"),
  ...recorded("value", EXTENSIONS),
  ...recorded("reference", "managedBy"),
  ...recorded("sid", "objectSid"),
]);

/** ADS_UF_ACCOUNT_DISABLE (MS-ADTS 2.2.16). */
const ACCOUNT_DISABLE = 0x2;

/** Nobody can sign in to a disabled account, nor to one that has expired. Groups and contacts have neither attribute. */
export const accountState = (values: ReadonlyMap<string, readonly Buffer[]>, nowMs: number): Standing => {
  const text = (name: string): string => values.get(name)?.[0]?.toString("latin1") ?? "";
  if ((Number(text("userAccountControl")) & ACCOUNT_DISABLE) !== 0) return { state: "disabled" };
  const expires = instantOfFiletime(text("accountExpires"));
  if (expires === null) return { state: "active" };
  const untilMs = Date.parse(expires);
  return untilMs <= nowMs ? { state: "disabled" } : { state: "active", untilMs };
};

/** SCIM 2.0 core names (RFC 7643). Values are sorted, so "the first" is the same at every run. */
const profileOf = (values: Lookup, userName: string | undefined, addresses: readonly string[]): Profile => {
  const first = (name: string) => firstText(values(name));
  return (
    present({
      userName,
      displayName: first("displayName") ?? first("cn"),
      name: present({ formatted: first("displayName") ?? first("cn"), givenName: first("givenName"), familyName: first("sn") }),
      title: first("title"),
      preferredLanguage: first("preferredLanguage"),
      emails: addresses.map((value, at) => ({ value, type: at === 0 ? "work" : "other", primary: at === 0 })),
      phoneNumbers: [
        ...labelled(values, "telephoneNumber", "work"),
        ...labelled(values, "otherTelephone", "work"),
        ...labelled(values, "mobile", "mobile"),
        ...labelled(values, "homePhone", "home"),
      ],
      employeeNumber: first("employeeNumber") ?? first("employeeID"),
      department: first("department"),
      organization: first("company"),
      manager: managerIn(values),
    }) ?? {}
  );
};

export const personProfile = (values: Lookup): Profile => {
  const principal = firstText(values("userPrincipalName"));
  const account = firstText(values("sAMAccountName"));
  return profileOf(values, principal ?? account, addressesIn(values, principal));
};

export const contactProfile = (values: Lookup): Profile => profileOf(values, undefined, addressesIn(values, undefined));

const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;

/**
 * The primary address first: `mail`, else the one that proxyAddresses has in capitals (`SMTP:`), else the principal name where it
 * looks like one; then the others, each once.
 */
const addressesIn = (values: Lookup, principal: string | undefined): string[] => {
  const proxies = texts(values("proxyAddresses"));
  const behind = (prefix: string) => proxies.filter((it) => it.startsWith(prefix)).map((it) => it.slice(prefix.length));
  const primary = [...texts(values("mail")), ...behind("SMTP:")];
  if (primary.length === 0 && principal !== undefined && EMAIL.test(principal)) primary.push(principal);
  const byKey = new Map<string, string>();
  for (const address of [...primary, ...behind("smtp:")]) {
    if (!byKey.has(address.toLowerCase())) byKey.set(address.toLowerCase(), address);
  }
  return [...byKey.values()];
};
