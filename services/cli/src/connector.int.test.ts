import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { added, answeringSystem, hq, problem } from "./answering-system.fixture.ts";

const KEY = "ab".repeat(32);
const { answers, asked, dirstream, folder, seen } = answeringSystem();

test("a connector is added with what was typed and what is usual, and its password from standard input", async () => {
  answers["POST /connectors"] = { connectorId: "lab", requestId: "r1" };
  const { status, out, err } = await dirstream([
    ...added,
    "--password-stdin",
    "--time",
    "06:30",
    "--time",
    "18:30",
    "--removals-count",
    "50",
  ]);
  expect([status, err]).toEqual([0, ""]);
  expect(out).toBe("Lab is added as lab, and its first run is requested. dirstream sync watch lab follows it.\n");
  expect(seen[0]).toMatchObject({
    headers: { authorization: "Bearer the-token", "content-type": "application/json" },
    body: {
      name: "Lab",
      environment: "on-premises",
      primaryHost: "ldap.example.com",
      encryptionMode: "strict",
      port: 636,
      bindDn: "cn=r,dc=example",
      bindPassword: "S3cret",
      baseDn: "dc=example",
      schedule: { times: ["06:30", "18:30"] },
      guard: { removals: { count: 50 } },
    },
  });
  expect(Object.keys(seen[0]?.body as object)).not.toContain("secondaryHost");
});

test("a password comes from a file, or from whoever types it", async () => {
  answers["POST /connectors"] = { connectorId: "lab" };
  await writeFile(join(folder(), "password"), "from a file\n");
  await dirstream([...added, "--password-file", join(folder(), "password")]);
  await dirstream([...added, "--encryption", "none"], { input: { isTerminal: true, askSecret: async () => "typed" } });
  expect(seen.map(({ body }) => body)).toMatchObject([{ bindPassword: "from a file" }, { bindPassword: "typed", port: 389 }]);
});

test("without encryption there is a warning", async () => {
  answers["POST /connectors"] = { connectorId: "lab" };
  expect((await dirstream([...added, "--encryption", "none", "--password-stdin"])).err).toContain(
    "anybody on the way can read the password",
  );
});

test("fields that do not fit are said one by one, and the password is in none of it", async () => {
  const errors = [{ pointer: "/primaryHost", detail: "Enter a hostname." }];
  answers["POST /connectors"] = problem(400, "invalidRequest", "The request does not fit; see errors.", { errors });
  expect(await dirstream([...added, "--password-stdin"])).toEqual({
    status: 1,
    out: "",
    err: "The request does not fit; see errors.\n  primaryHost: Enter a hostname.\n",
  });
});

test("connectors are listed for people, and for programs", async () => {
  answers["GET /connectors?limit=50"] = { items: [hq], next: null };
  const { out } = await dirstream(["connector", "list"], { width: 200 });
  expect(out).toMatch(/^CONNECTOR +NAME +STATUS +HOST/);
  expect(out).toMatch(
    /hq +Head office +healthy +dc1.example.com:636 +strict +2026-03-02 .*\(39 minutes ago\) +2026-03-02 .*\(in 4 hours\)/,
  );
  expect(JSON.parse((await dirstream(["connector", "list", "--json"])).out)).toEqual({ items: [hq], next: null });
});

test("a connector is shown with its last and next run", async () => {
  const { out } = await dirstream(["connector", "show", "Head office"]);
  expect(out).toContain("Secondary host   none (recommended");
  expect(out).toContain("1,083 entries read, 1,083 created");
  expect(out).toContain(", at 13:00 Etc/GMT");
  expect(out).toMatch(
    /Domain root DN +DC=example,DC=com\n +OU=Asia,DC=example\nLeft out +OU=A,DC=example,DC=com\nPeople filter +\(mail=\*\)\n/,
  );
  expect(out).not.toMatch(/Group filter|E-mail domains|Recorded too/);
});

test.each([
  ["enable", true],
  ["disable", false],
])("%s names the state that was seen", async (command, enabled) => {
  answers["PATCH /connectors/hq"] = { connectorId: "hq" };
  expect(await dirstream(["connector", command, "hq"])).toMatchObject({ status: 0, out: `Head office is ${command}d.\n` });
  expect(seen.at(-1)).toMatchObject({ headers: { "if-match": '"12"' }, body: { enabled } });
});

test("only what is given is changed", async () => {
  answers["PATCH /connectors/hq"] = { connectorId: "hq" };
  await dirstream(["connector", "change", "hq", "--secondary-host", "dc2.example.com", "--password-stdin"]);
  expect(seen.at(-1)?.body).toEqual({ secondaryHost: "dc2.example.com", bindPassword: "S3cret" });
});

test("the keys of two hosts come as they are or in their certificates, and are taken back", async () => {
  answers["PATCH /connectors/hq"] = { connectorId: "hq" };
  await writeFile(join(folder(), "dc1.pem"), "PEM 1");
  await writeFile(join(folder(), "dc2.pem"), "PEM 2");
  await dirstream(["connector", "change", "hq", "--pinned-certificate", join(folder(), "dc1.pem"), "--secondary-pinned-key", KEY]);
  expect(seen.at(-1)?.body).toEqual({ pinnedCertificate: "PEM 1", secondaryPinnedKey: KEY });
  await dirstream(["connector", "change", "hq", "--no-pinned-key", "--secondary-pinned-certificate", join(folder(), "dc2.pem")]);
  expect(seen.at(-1)?.body).toEqual({ pinnedKey: null, secondaryPinnedCertificate: "PEM 2" });
  await dirstream(["connector", "change", "hq", "--no-secondary-pinned-key"]);
  expect(seen.at(-1)?.body).toEqual({ secondaryPinnedKey: null });
  const { status, err } = await dirstream(["connector", "change", "hq", "--pinned-certificate", join(folder(), "none.pem")]);
  expect([status, err]).toEqual([1, expect.stringContaining("none.pem cannot be read: there is no such file")]);
});

test("a connector is shown with what was confirmed of each host", async () => {
  const certificate = {
    ...{ subject: "CN=dc1\u202e", issuer: "CN=ca", names: ["DNS:dc1.example.com"], keyType: "RSA, 2048 bits", keySha256: KEY },
    ...{ validFrom: "2025-01-01T00:00:00Z", validTo: "2026-03-01T00:00:00Z", sha256: "cd".repeat(32) },
  };
  answers["GET /connectors/hq"] = { ...hq, pinnedKey: KEY, pinnedCertificate: certificate, secondaryPinnedKey: "ef".repeat(32) };
  const { out } = await dirstream(["connector", "show", "hq"]);
  const lines = [KEY, "confirmed in the certificate of CN=dc1\\u{202e}", "issued by CN=ca, for DNS:dc1.example.com"];
  for (const line of lines) expect(out).toContain(`${line}\n`);
  expect(out).toMatch(/valid until 2026-03-01 \(it has ended; [a-z ]+\), RSA, 2048 bits, SHA-256 (cd){32}\nSecondary's key +(ef){32}\n/);
});

test("a connector is removed when its name is typed", async () => {
  answers["DELETE /connectors/hq?entries=remove"] = { connectorId: "hq", requestId: "r2" };
  const isTerminal = true;
  const typed = ["connector", "remove", "hq", "--entries", "remove"];
  const wrong = await dirstream(typed, { input: { isTerminal, ask: async () => "yes" } });
  expect(wrong).toMatchObject({ status: 1, err: "That is not its name. Nothing was removed.\n" });
  expect(asked()).not.toContain("DELETE /connectors/hq?entries=remove");
  const right = await dirstream(typed, { input: { isTerminal, ask: async () => "Head office" } });
  expect(right).toMatchObject({ status: 0, out: "Head office is removed. Its users and groups are removed too.\n" });
  expect(seen.at(-1)?.headers["if-match"]).toBe('"12"');
});

test("with --yes nobody is asked, and entries are kept unless it is said", async () => {
  answers["DELETE /connectors/hq?entries=keep"] = { connectorId: "hq", requestId: null };
  expect(JSON.parse((await dirstream(["connector", "remove", "hq", "--yes", "--json"])).out)).toEqual({
    connectorId: "hq",
    removed: true,
    entries: "keep",
  });
});
