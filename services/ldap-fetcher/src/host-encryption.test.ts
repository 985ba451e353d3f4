import type { TestedSettings } from "@dirstream/contracts";
import { expect, test } from "vitest";
import { encryptionOf, pinnedFor } from "./host-encryption.ts";

const [ONE, OTHER] = ["1".repeat(64), "2".repeat(64)] as const;
const settings: TestedSettings = {
  ...{ primaryHost: "dc1.example.com", secondaryHost: "dc2.example.com", port: 636, encryptionMode: "relaxed", startTls: true },
  ...{ certificateAuthority: null, pinnedKey: ONE, bindDn: "cn=reader", baseDn: "dc=example" },
};
const primarys = { keySha256: ONE, of: "primary" };
const secondarys = { keySha256: OTHER, of: "secondary" };

test.each<[string, Partial<TestedSettings>, object | null, object | null]>([
  ["each host's own", { secondaryPinnedKey: OTHER }, primarys, secondarys],
  ["the primary's for both, where the secondary has none", { secondaryPinnedKey: null }, primarys, primarys],
  ["the primary's for both, where the event is older than the secondary's", {}, primarys, primarys],
  ["none for the primary, whatever the secondary has", { pinnedKey: null, secondaryPinnedKey: OTHER }, null, secondarys],
  ["none", { pinnedKey: null, secondaryPinnedKey: null }, null, null],
])("the key that counts is %s", (_, change, primary, secondary) => {
  const pinned = (["primary", "secondary"] as const).map((role) => pinnedFor({ ...settings, ...change }, role));
  expect(pinned).toEqual([primary, secondary]);
});

test("what was confirmed with a key is told with it, and not what belongs to a key from before", () => {
  const said = { subject: "CN=dc", issuer: "CN=dc", names: [], keyType: "EC", validFrom: "", validTo: "", sha256: "f".repeat(64) };
  const [ofOne, ofOther] = [ONE, OTHER].map((keySha256) => ({ ...said, keySha256 }));
  const both = { ...settings, pinnedCertificate: ofOne, secondaryPinnedKey: OTHER, secondaryPinnedCertificate: ofOther };
  expect(pinnedFor(both, "primary")).toEqual({ ...primarys, certificate: ofOne });
  expect(pinnedFor(both, "secondary")).toEqual({ ...secondarys, certificate: ofOther });
  expect(pinnedFor({ ...both, pinnedKey: OTHER }, "primary")).toEqual({ keySha256: OTHER, of: "primary" });
  expect(pinnedFor({ ...both, secondaryPinnedKey: null }, "secondary")).toEqual({ ...primarys, certificate: ofOne });
});

test("a secondary is told whether the key is its own or the primary's", () => {
  const common = { mode: "relaxed", startTls: true, ca: undefined };
  expect(encryptionOf(settings, "primary")).toEqual({ ...common, pinnedKey: ONE, isOtherHosts: false });
  expect(encryptionOf(settings, "secondary")).toEqual({ ...common, pinnedKey: ONE, isOtherHosts: true });
  const both = { ...settings, secondaryPinnedKey: OTHER };
  expect(encryptionOf(both, "secondary")).toEqual({ ...common, pinnedKey: OTHER, isOtherHosts: false });
  const strict = { ...settings, encryptionMode: "strict", startTls: false, certificateAuthority: "PEM", pinnedKey: null } as const;
  expect(encryptionOf(strict, "secondary")).toMatchObject({ mode: "strict", startTls: false, ca: "PEM", pinnedKey: undefined });
});
