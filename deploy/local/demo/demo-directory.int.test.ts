import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startSlapd } from "../components/slapd.ts";
import { hashPassword } from "../components/slapd-configuration.ts";
import { ACCESS_RULES, demoDirectory } from "./demo-directory.ts";

test("OpenLDAP takes the whole company as it is", async () => {
  const directory = await mkdtemp(join(tmpdir(), "dirstream-demo-"));
  const ldif = demoDirectory(hashPassword("secret"));
  await using slapd = await startSlapd({ directory, adminPassword: "secret", ldif, databaseLines: ACCESS_RULES });
  const dns = (text: string) => text.match(/^dn:/gm)?.length;
  expect(dns(await slapd.slapcat())).toBe(dns(ldif));
  await slapd.stop();
  await rm(directory, { recursive: true });
});
