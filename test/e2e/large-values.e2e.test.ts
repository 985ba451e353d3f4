import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { peakMbOf } from "../bench/process-use.ts";
import { SUFFIX } from "../fixtures/awkward-directory.ts";
import { writeLdif } from "../fixtures/ldif-writer.ts";
import type { LiveDirectory } from "../fixtures/live-directory.ts";
import { type RunningSystem, startSystem } from "../fixtures/running-system.ts";

const BASE_DN = `o=Photographs,${SUFFIX}`;
const PEOPLE = 200;
const PHOTO_BYTES = 1024 * 1024;
/** Less than all the photographs, which would be a single page. */
const MOST_RSS_MB = 256;

const ldif = writeLdif([
  { dn: SUFFIX, attributes: { objectClass: ["dcObject", "organization"], dc: "example", o: "Example" } },
  { dn: BASE_DN, attributes: { objectClass: "organization", o: "Photographs" } },
  ...Array.from({ length: PEOPLE }, (_, number) => ({
    dn: `uid=p${number},${BASE_DN}`,
    attributes: { objectClass: "inetOrgPerson", uid: `p${number}`, cn: `P ${number}`, sn: "P", jpegPhoto: randomBytes(PHOTO_BYTES) },
  })),
]);

const stack = new AsyncDisposableStack();
let system: RunningSystem;
let directory: LiveDirectory;

beforeAll(async () => {
  system = stack.use(await startSystem());
  directory = await system.startDirectory("openldap", ldif);
});
afterAll(() => stack.disposeAsync());

test("people with a photograph of a megabyte each are read without holding a page of them", async () => {
  const { connectorId, requestId } = await system.api.register(directory, { name: "Photographs", baseDn: BASE_DN });
  expect(await system.api.answered(connectorId, requestId)).toMatchObject({ status: "completed", counts: { created: PEOPLE } });
  expect(peakMbOf(system.local.services["ldap-fetcher"].pid)).toBeLessThan(MOST_RSS_MB);
  await system.check([{ connector: connectorId, directory, baseDn: BASE_DN }]);
});
