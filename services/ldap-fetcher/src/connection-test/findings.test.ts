import type { ChangeTracking, ReadSample, TestedStage } from "@dirstream/contracts";
import { describe, expect, test } from "vitest";
import type { Judged } from "../directory/certificate.ts";
import { judgeAccount } from "./bind-account.ts";
import { shown, tlsFinding } from "./certificate-finding.ts";
import { judgeTracking } from "./change-tracking.ts";
import { judgeSamples } from "./read-rights.ts";
import { openStages } from "./stages.ts";

/** FILETIME: 100 ns since 1601. */
const filetime = (instant: string): string => String((BigInt(Date.parse(instant)) + 11_644_473_600_000n) * 10_000n);
const NEVER = "9223372036854775807";
const EXPIRY = "msDS-UserPasswordExpiryTimeComputed";

describe("the account that we sign in with", () => {
  test.each([
    ["never expires", { userAccountControl: "66048", pwdLastSet: "1", [EXPIRY]: NEVER, accountExpires: "0" }, "passed", null],
    ["has a password that ends", { userAccountControl: "512", [EXPIRY]: filetime("2026-05-01T00:00:00Z") }, "warning", "passwordExpires"],
    ["has a password that may end", { userAccountControl: "512", [EXPIRY]: NEVER }, "warning", "passwordExpires"],
    ["must choose a new password first", { userAccountControl: "512", pwdLastSet: "0", [EXPIRY]: "0" }, "failed", "passwordMustChange"],
    ["ends itself", { userAccountControl: "66048", accountExpires: filetime("2026-05-01T00:00:00Z") }, "warning", "accountExpires"],
    ["may not see itself", {}, "warning", "accountUnreadable"],
  ])("%s", (_, values, outcome, code) => {
    const finding = judgeAccount(values);
    expect([finding.outcome, finding.code ?? null]).toEqual([outcome, code]);
  });

  test("is told with the day on which its password expires", () => {
    const finding = judgeAccount({ userAccountControl: "512", [EXPIRY]: filetime("2026-05-01T12:00:00Z") });
    expect(finding.message).toContain("2026-05-01");
    expect(finding.account).toEqual({ passwordNeverExpires: false, passwordExpires: "2026-05-01T12:00:00.000Z", accountExpires: null });
  });
});

const of = (kind: ReadSample["kind"], count: number, more = false): ReadSample => ({ kind, count, more, sample: [] });

describe("what would be synchronised", () => {
  test.each([
    [[of("user", 1), of("group", 2)], "passed", "Would be synchronised: 1 person, 2 groups."],
    [[of("user", 250_000, true), of("group", 0, true)], "passed", "Would be synchronised: more than 250,000 people, groups (not counted)."],
    [[of("user", 0), of("group", 0)], "failed", "Nobody is there."],
    [[of("user", 0), of("group", 3)], "warning", "Would be synchronised: 0 people, 3 groups. There are no people."],
  ])("%j", (found, outcome, message) => {
    expect(judgeSamples(found, [], "Nobody is there")).toMatchObject({ outcome, message });
  });

  test("leaves out what another server holds, and says so", () => {
    const finding = judgeSamples([of("user", 1)], ["ldap://dc2.example.com/ou=far"], "");
    expect(finding).toMatchObject({ outcome: "warning", code: "referencesNotFollowed" });
    expect(finding.message).toContain("ldap://dc2.example.com/ou=far");
  });
});

const NOW = Date.parse("2026-03-01T00:00:00Z");
const certificate: Judged = {
  ...{ subject: "CN=dc1", issuer: "CN=ca", names: ["DNS:dc1"], keySha256: "00", keyType: "RSA, 2048 bits", distrust: null },
  ...{ sha256: "11", pem: "PEM", validFrom: "2026-01-01T00:00:00.000Z", validTo: "2027-01-01T00:00:00.000Z" },
};

describe("a connection", () => {
  test.each([
    ["without TLS is not looked at", null, "notApplicable", "notEncrypted"],
    ["with a sound certificate passes", certificate, "passed", undefined],
    ["whose certificate ends soon is warned of", { ...certificate, validTo: "2026-03-30T00:00:00.000Z" }, "warning", "certificateExpires"],
    ["whose certificate has ended is warned of", { ...certificate, validTo: "2026-02-01T00:00:00.000Z" }, "warning", "certificateExpires"],
  ])("%s", (_, shownCertificate, outcome, code) => {
    for (const confirmed of [undefined, "11"]) {
      const finding = tlsFinding(shownCertificate, confirmed, NOW);
      expect([finding.outcome, finding.code]).toEqual([outcome, code]);
    }
  });

  test("whose certificate is another one than that confirmed, for the same key, passes and says so", () => {
    expect(tlsFinding(certificate, "22", NOW)).toMatchObject({
      ...{ outcome: "passed", code: "certificateRenewed", message: expect.stringMatching(/renewed since it was confirmed\.$/) },
    });
    expect(tlsFinding({ ...certificate, validTo: "2026-02-01T00:00:00.000Z" }, "22", NOW)).toMatchObject({ code: "certificateExpires" });
  });

  test("shows the certificate itself, unless it is longer than any server's", () => {
    expect(shown(certificate)).toMatchObject({ pem: "PEM", sha256: "11" });
    expect(shown({ ...certificate, pem: "x".repeat(40_000) })).not.toHaveProperty("pem");
  });

  test("says why a certificate is not trusted by itself", () => {
    const distrust = ["certificateSelfSigned", "is self-signed: install one of a recognised authority"] as const;
    expect(shown({ ...certificate, distrust })).toMatchObject({ trusted: false, distrust: "It is self-signed." });
  });
});

describe("finding changes", () => {
  const activeDirectory: ChangeTracking = {
    ...{ vendor: "active-directory", product: "Samba Team", way: "dirSync", mark: "highestCommittedUSN", tombstones: true },
  };
  test.each<[string, Partial<ChangeTracking>, RegExp, RegExp | undefined]>([
    ["DirSync", {}, /DirSync.*highestCommittedUSN/, undefined],
    ["without a look at what was deleted", { tombstones: false }, /No deleted entry was seen/, /CN=Deleted Objects/],
    ["OpenLDAP", { vendor: "openldap", way: "sweep", mark: "contextCSN", tombstones: null }, /change mark/, undefined],
    ["OpenLDAP without syncprov", { vendor: "openldap", way: "fullRead", mark: null, tombstones: null }, /reads everything/, /syncprov/],
    [
      "any other",
      { vendor: "generic", way: "sweep", mark: null, tombstones: null },
      /change mark of every entry, and only that is read\.$/,
      undefined,
    ],
    [
      "any other that shows no times",
      { vendor: "generic", way: "fullRead", mark: null, tombstones: null },
      /reads everything/,
      /modifyTimestamp/,
    ],
  ])("%s", (_, change, message, advice) => {
    const finding = judgeTracking({ ...activeDirectory, ...change });
    expect(finding.message).toMatch(message);
    if (advice === undefined) expect(finding.advice).toBeUndefined();
    else expect(finding.advice).toMatch(advice);
  });
});

test("stages are told once, in order, with the time that each took", () => {
  const told: TestedStage[] = [];
  let nowMs = 1_000;
  const stages = openStages(
    "dc1",
    "primary",
    (stage) => told.push(stage),
    () => nowMs,
  );
  stages.tell("resolve", { outcome: "passed", message: "here" });
  nowMs += 250;
  stages.tell("connect", { outcome: "failed", code: "connectionRefused", message: "no", advice: "look" });
  expect(() => stages.tell("bind", { outcome: "passed", message: "" })).toThrow("bind is not the next stage");
  expect(stages.current()).toBe("tls");
  stages.leave("not looked at");
  expect(told.map(({ stage, outcome, durationMs }) => [stage, outcome, durationMs])).toEqual([
    ["resolve", "passed", 0],
    ["connect", "failed", 250],
    ...["tls", "bind", "base", "read", "account", "changes"].map((stage) => [stage, "notReached", 0]),
  ]);
});
