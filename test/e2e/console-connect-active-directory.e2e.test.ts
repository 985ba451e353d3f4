import { createHash, X509Certificate } from "node:crypto";
import type { Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { readModel } from "../checker/read-model.ts";
import { activeDirectoryFixture, DOMAIN } from "../fixtures/active-directory.ts";
import { differences, type Lines, linesOfModel } from "../fixtures/active-directory-dump.ts";
import { hasFocus, obstaclesOn, startBrowser, tabTo, type Visitor } from "../fixtures/browser.ts";
import { byKeyboard, expectFailedAt, heading, seen, signIn, stageOf } from "../fixtures/console-visit.ts";
import { checkInvariants, type LiveDomain, startDomain } from "../fixtures/live-domain.ts";
import { type RunningSystem, startSystem } from "../fixtures/running-system.ts";

const { ldif } = activeDirectoryFixture({ people: 150, groups: 24 });

const stack = new AsyncDisposableStack();
let system: RunningSystem;
let domain: LiveDomain;
let admin: Visitor;
let page: Page;
let keys: ReturnType<typeof byKeyboard>;
/** What the domain's own dump says must be here. */
let dumped: Lines;

beforeAll(async () => {
  [system, domain] = await Promise.all([startSystem().then((it) => stack.use(it)), startDomain(ldif).then((it) => stack.use(it))]);
  const browser = stack.use(await startBrowser());
  admin = await browser.newVisitor();
  page = admin.page;
  keys = byKeyboard(page);
  dumped = await domain.lines(DOMAIN);
});
afterAll(() => stack.disposeAsync());
afterEach(() => expect(admin.complaints.splice(0), "what the browser complains about").toEqual([]));

const inDump = (kind: "user" | "contact" | "group"): number =>
  [...dumped.values()].filter((lines) => lines.some((line) => line.startsWith(`${kind} `))).length;
const connectors = async () => (await system.api.get<{ items: { connectorId: string }[] }>("/connectors")).items;
const outcome = (): Locator => page.getByRole("status").filter({ hasText: /yet|Confirm|synchronize/ });
const port = (): Promise<string> => page.getByLabel("Connection Port").inputValue();

test("an empty account leads to the form: where the directory is, and what is to be prepared", async () => {
  await signIn(system, admin);
  await keys.follow("Connect a directory");
  await seen(heading(page, "Synchronize Your Directory"));
  await tabTo(page, page.getByRole("radio", { name: /^On-premises/ }));
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  expect(await page.getByRole("radio", { name: /^Hybrid/ }).isChecked()).toBe(true);
  await keys.press("Start");
  await seen(heading(page, "Prepare your environment"));
  await keys.press("Next");
  await seen(heading(page, "Create a Directory Connector"));
});

test("Strict refuses the domain controller's own certificate, says what to do about it, and saves nothing", async () => {
  await keys.type("Primary Host", domain.samba.host);
  expect(await port()).toBe("636");
  await keys.type("User Account DN", `"${domain.samba.adminDn}"`);
  await keys.type("User Account Password", domain.samba.adminPassword);
  expect(await page.getByLabel("Domain Root DN").inputValue()).toBe(DOMAIN);
  await keys.press("Synchronize");
  await expectFailedAt(page, "Encryption", /authority that is not known here.*Give the authority here, or complete the chain\./);
  expect(await stageOf(page, "Sign in").textContent()).toMatch(/Not reached/);
  await seen(page.getByText("Nothing was saved, because the test has failed."));
  await expect.poll(() => hasFocus(outcome())).toBe(true);
  expect(await obstaclesOn(page)).toEqual([]);
  expect(await connectors()).toEqual([]);
});

test("StartTLS is refused with the same certificate, on the port that goes with it", async () => {
  const more = page.getByText("More: StartTLS and a private certificate authority");
  const startTls = page.getByRole("checkbox", { name: "StartTLS" });
  await keys.toggle(more);
  await keys.toggle(startTls);
  expect(await port()).toBe("389");
  await seen(page.getByText("You have changed something since. Test again."));
  await keys.press("Test again");
  await expectFailedAt(page, "Encryption", /authority that is not known here/);
  expect(await stageOf(page, "Port").textContent()).toMatch(/Port 389 .* is open/);
  await keys.toggle(startTls);
  expect(await port()).toBe("636");
});

test("Relaxed shows the certificate as the domain controller has it, and goes on when somebody has confirmed it", async () => {
  await keys.choose("Encryption Mode", "Relaxed");
  await keys.press("Test again");
  await seen(page.getByText("Is this your server's certificate? Confirm it, then the test goes on."));
  const own = new X509Certificate(domain.samba.certificatePem);
  const key = createHash("sha256")
    .update(own.publicKey.export({ type: "spki", format: "der" }))
    .digest("hex");
  const shown = (await stageOf(page, "Encryption").textContent()) ?? "";
  for (const part of [own.subject, own.issuer, key, `DNS:${own.subjectAltName?.split("DNS:")[1]}`]) expect(shown).toContain(part);
  expect(await obstaclesOn(page)).toEqual([]);

  await keys.press("Synchronize");
  await seen(page.getByText("Nothing was saved: confirm the certificate first."));
  expect(await connectors()).toEqual([]);
  await keys.press("Trust this certificate");
  await seen(page.getByText(/You can synchronize\.$/));
  await expect.poll(() => hasFocus(outcome())).toBe(true);
  await seen(page.getByText("Trusted key"));
  expect(await stageOf(page, "Change tracking").textContent()).toContain("Active Directory lists them (DirSync)");
  expect(await stageOf(page, "Read rights").textContent()).toContain(`${inDump("user")} people`);
});

test("the first run brings everybody whom the domain's own dump has, as it has them", async () => {
  await keys.type("Name of the connector", "Lab");
  await keys.press("Synchronize");
  await seen(heading(page, "Lab is connected"));
  const [people, contacts] = [`${inDump("user")} people`, `${inDump("contact")} contacts`];
  await seen(page.getByText(`${people}, ${contacts} and ${inDump("group")} groups are here.`));
  const [{ connectorId } = { connectorId: "" }] = await connectors();
  expect([inDump("user"), inDump("contact"), inDump("group")].every((found) => found > 20)).toBe(true);
  expect(differences(dumped, linesOfModel(await readModel(system.address, connectorId)))).toEqual([]);
  await keys.follow("Synchronize Your Directory");
  const verify = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "Verify the synchronisation" }) });
  await seen(verify.getByText("Done", { exact: true }));
  await keys.follow("People");
  await seen(page.getByRole("status").getByText(`${people}, ${contacts}`, { exact: true }));
  await checkInvariants(system, domain);
});
