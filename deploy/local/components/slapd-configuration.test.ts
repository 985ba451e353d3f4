import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { hashPassword, slapdConfiguration } from "./slapd-configuration.ts";

test("a password is hashed the way OpenLDAP checks it", () => {
  const bytes = Buffer.from(hashPassword("s3cret").replace("{SSHA}", ""), "base64");
  const salt = bytes.subarray(20);
  expect(bytes.subarray(0, 20)).toEqual(createHash("sha1").update("s3cret").update(salt).digest());
  expect(salt).toHaveLength(8);
});

test("the configuration holds no password, and keeps awkward names whole", () => {
  const text = slapdConfiguration({
    suffix: 'o=Doe\\, "Sons"',
    adminDn: 'cn=admin,o=Doe\\, "Sons"',
    adminPassword: "very secret",
    overlays: ["syncprov"],
    serverLines: [],
    databaseLines: ["sizelimit 10"],
    schemaDirectory: "/etc/ldap/schema",
    moduleDirectory: "/usr/lib/ldap",
    directory: "/data",
    tls: { caFile: "/ca", certificateFile: "/cert", keyFile: "/key" },
  });
  expect(text).not.toContain("very secret");
  expect(text).toContain('suffix "o=Doe\\\\, \\"Sons\\""');
  expect(text.indexOf("sizelimit 10")).toBeGreaterThan(text.indexOf("database mdb"));
});
