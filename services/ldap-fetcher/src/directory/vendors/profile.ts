import type { AttributeValue, Profile, Reference } from "@dirstream/contracts";
import type { Lookup } from "./vendor.ts";

const isText = (value: AttributeValue): value is string => typeof value === "string";

export const texts = (values: readonly AttributeValue[] = []): string[] => values.filter(isText);

export const firstText = (values: readonly AttributeValue[] = []): string | undefined => values.find(isText);

/** Leaves out what is not there, so that a profile says only what is known. */
export const present = <Shape extends object>(shape: Shape): Shape | undefined => {
  let found: Partial<Shape> | undefined;
  for (const name in shape) {
    const value = shape[name];
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    found ??= {};
    found[name] = value;
  }
  return found as Shape | undefined;
};

export const labelled = (values: Lookup, name: string, type: string) => texts(values(name)).map((value) => ({ value, type }));

export const managerIn = (values: Lookup): Reference | undefined =>
  values("manager")?.find((value): value is Reference => typeof value === "object" && ("entryId" in value || "dn" in value));

/** SCIM 2.0 core names (RFC 7643) from the LDAP attributes. Values are sorted, so "the first" is the same at every run. */
export const personProfile = (values: Lookup): Profile => {
  const first = (name: string) => firstText(values(name));
  return (
    present({
      userName: first("uid"),
      displayName: first("displayName") ?? first("cn"),
      name: present({ formatted: first("cn"), givenName: first("givenName"), familyName: first("sn") }),
      title: first("title"),
      preferredLanguage: first("preferredLanguage"),
      emails: texts(values("mail")).map((value, at) => ({ value, type: "work", primary: at === 0 })),
      phoneNumbers: [
        ...labelled(values, "telephoneNumber", "work"),
        ...labelled(values, "mobile", "mobile"),
        ...labelled(values, "homePhone", "home"),
      ],
      employeeNumber: first("employeeNumber"),
      department: first("departmentNumber") ?? first("ou"),
      organization: first("o"),
      manager: managerIn(values),
    }) ?? {}
  );
};

/** RFC 7643 section 4.2; members stand in their own messages. */
export const groupProfile = (values: Lookup): Profile => {
  const first = (name: string) => firstText(values(name));
  return present({ displayName: first("displayName") ?? first("cn"), description: first("description") }) ?? {};
};
