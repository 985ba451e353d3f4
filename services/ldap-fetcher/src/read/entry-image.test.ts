import { describe, expect, test } from "vitest";
import type { Entry } from "../directory/entry.ts";
import { activeDirectory } from "../directory/vendors/active-directory.ts";
import { openldap } from "../directory/vendors/openldap.ts";
import type { Vendor } from "../directory/vendors/vendor.ts";
import { openImages, requestedAttributes } from "./entry-image.ts";
import { openReferences } from "./references.ts";

const NOON = Date.parse("2026-08-01T12:00:00Z");
const guid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

const entry = (attributes: Readonly<Record<string, readonly (string | Buffer)[]>>): Entry => ({
  ...{ dn: "CN=Entry,DC=lab", id: guid(0), marker: "7" },
  attributes: Object.entries(attributes).map(([type, values]) => ({ type, values: values.map((value) => Buffer.from(value)) })),
});

/** The entry with the id 1 is in scope, that with the id 2 is in the log. */
const imagesOf = (vendor: Vendor, unlisted: Readonly<Record<string, readonly number[]>> = {}) => {
  const references = openReferences((entryId) => entryId === guid(2));
  references.learn("CN=In scope,DC=lab", guid(1));
  const members = (key: string) => (unlisted[key] ?? []).map((n) => references.resolve({ dn: `CN=${n},DC=lab`, entryId: guid(n) }));
  return openImages({ vendor, references, unlisted: members, nowMs: NOON });
};

const SID = Buffer.from("0105000000000005150000000100000002000000030000005604 0000".replaceAll(" ", ""), "hex");

describe("an entry of Active Directory", () => {
  const images = imagesOf(activeDirectory, { "1110": [1, 3] });

  test("is recorded with text for its security identifier and its date of expiry, and bytes for its photo", () => {
    const { image } = images(
      entry({ objectSid: [SID], accountExpires: ["116444736000000000"], thumbnailPhoto: ["photo"], CN: ["Ada"], "cn;lang-de": ["Ada"] }),
      "user",
    );
    expect(image).toMatchObject({ kind: "user", state: "disabled", dn: "CN=Entry,DC=lab" });
    expect(image.attributes).toEqual({
      objectSid: ["S-1-5-21-1-2-3-1110"],
      accountExpires: ["1970-01-01T00:00:00.000Z"],
      thumbnailPhoto: [{ binary: Buffer.from("photo").toString("base64") }],
      cn: ["Ada"],
    });
  });

  test("says when it will be in another state", () => {
    expect(images(entry({ accountExpires: ["9223372036854775807"] }), "user").untilMs).toBeUndefined();
    expect(images(entry({ accountExpires: ["253402300800000000"] }), "user").untilMs).toBeGreaterThan(NOON);
  });

  test("names a manager by his id where he is synchronised or was, and by name and id where he is not", () => {
    const managers = [1, 2, 3].map((n) => `<GUID=${guid(n)}>;<SID=S-1-5-21-1-2-3-${n}>;CN=${n},DC=lab`);
    const values = managers.flatMap((manager) => images(entry({ manager: [manager] }), "user").image.attributes.manager ?? []);
    expect(values).toEqual([{ entryId: guid(1) }, { entryId: guid(2) }, { dn: "CN=3,DC=lab", entryId: guid(3) }]);
  });

  test("that is a group has the members that it lists and those whose primary group it is, each once", () => {
    const listed = [`<GUID=${guid(2)}>;CN=2,DC=lab`, `<GUID=${guid(1)}>;CN=1,DC=lab`];
    const { members, image } = images(entry({ objectSid: [SID], member: listed }), "group");
    expect(members).toEqual([{ dn: "CN=3,DC=lab", entryId: guid(3) }, { entryId: guid(1) }, { entryId: guid(2) }]);
    expect(image.members?.count).toBe(3);
  });

  test("that is a group is never disabled, whatever it says", () => {
    expect(images(entry({ userAccountControl: ["514"] }), "group").image.state).toBe("active");
  });
});

describe("an entry of OpenLDAP", () => {
  const images = imagesOf(openldap);

  test("that is a group names members by DN, by DN and bits, and by uid", () => {
    const attributes = {
      member: ["cn=IN SCOPE,dc=lab", ""],
      uniqueMember: ["cn=in scope,dc=lab#'01'B", "cn=other,dc=lab"],
      memberUid: ["x"],
    };
    const { members } = images(entry(attributes), "group");
    expect(members).toEqual([{ dn: "cn=other,dc=lab" }, { dn: "uid=x" }, { entryId: guid(1) }]);
  });

  test("is disabled when an administrator has locked it for good, and not while a lock ends by itself", () => {
    expect(images(entry({ pwdAccountLockedTime: ["000001010000Z"] }), "user").image.state).toBe("disabled");
    expect(images(entry({ pwdAccountLockedTime: ["20260801115900Z"] }), "user").image.state).toBe("active");
  });
});

test("Active Directory is asked for the members' first range, OpenLDAP for the attributes as they are", () => {
  expect(requestedAttributes(activeDirectory, "group")).toEqual(expect.arrayContaining(["member;range=0-1499", "objectSid"]));
  expect(requestedAttributes(openldap, "group")).toEqual(expect.arrayContaining(["member", "uniqueMember", "memberUid"]));
});

test("nothing is asked for that a sign-in changes, that follows from other entries, or that is a secret", () => {
  const never = /^(lastLogon|lastLogonTimestamp|logonCount|badPwdCount|badPasswordTime|pwdLastSet|memberOf|.*pwd|.*password|unicodePwd)$/i;
  for (const vendor of [activeDirectory, openldap]) {
    for (const kind of ["user", "group", "contact"] as const)
      expect(requestedAttributes(vendor, kind).filter((it) => never.test(it))).toEqual([]);
  }
});
