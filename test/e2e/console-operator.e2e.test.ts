import type { Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { readList } from "../checker/read-model.ts";
import { SUFFIX } from "../fixtures/awkward-directory.ts";
import { obstaclesOn, startBrowser, type Visitor } from "../fixtures/browser.ts";
import { addressIn, button, expectRefused, field, heading, seen, signIn, stageOf } from "../fixtures/console-visit.ts";
import { holdsOf } from "../fixtures/holds.ts";
import { type LdifRecord, writeLdif } from "../fixtures/ldif-writer.ts";
import type { LiveDirectory } from "../fixtures/live-directory.ts";
import { type RunningSystem, startSystem } from "../fixtures/running-system.ts";
import { startTcpProxy, type TcpProxy } from "../setup/tcp-proxy.ts";

const PEOPLE = `ou=People,${SUFFIX}`;
const people: LdifRecord[] = Array.from({ length: 300 }, (_, at) => ({
  dn: `uid=p${at},${PEOPLE}`,
  attributes: { objectClass: "inetOrgPerson", uid: `p${at}`, cn: `Person ${at}`, sn: `${at}`, mail: `p${at}@example.com` },
}));
const frame: LdifRecord[] = [
  { dn: SUFFIX, attributes: { objectClass: ["dcObject", "organization"], dc: "example", o: "Example" } },
  { dn: PEOPLE, attributes: { objectClass: "organizationalUnit", ou: "People" } },
];
const RETITLED = 250;
const VANISHED = 120;
/** So long waits each piece of what passes between the fetcher and the directory: until the run has begun to read, and while it is looked at. */
const SLOW_MS = { atFirst: 100, later: 500 };

const stack = new AsyncDisposableStack();
let system: RunningSystem;
let directory: LiveDirectory;
let wire: TcpProxy;
let connector: string;
let operator: Visitor;
let page: Page;
let at: (path: string) => string;

beforeAll(async () => {
  system = stack.use(await startSystem({ settings: { "ldap-fetcher": { PAGE_SIZE: "20" } } }));
  directory = await system.startDirectory("openldap", writeLdif([...frame, ...people]));
  wire = stack.use(await startTcpProxy({ host: "127.0.0.1", port: directory.slapd.port }));
  const settings = { name: "Head office", baseDn: SUFFIX, port: wire.port };
  const { connectorId, requestId } = await system.api.register(directory, settings);
  connector = connectorId;
  expect(await system.api.answered(connector, requestId)).toMatchObject({ status: "completed" });
  operator = await stack.use(await startBrowser()).newVisitor();
  page = operator.page;
  at = addressIn(system);
  await signIn(system, operator, { name: "Olga", role: "operator" });
});
afterAll(() => stack.disposeAsync());
afterEach(() => expect(operator.complaints.splice(0), "what the browser complains about").toEqual([]));

const tab = (name: string): Locator => page.getByRole("navigation", { name: "Of this connector" }).getByRole("link", { name });
/** Writes down each number of read entries that the page shows, and whether it is still the same page. */
const NOTE_WHAT_IS_SHOWN = `
  window.shown = [];
  new MutationObserver(() => {
    const [, read] = /([\\d,]+)( of about [\\d,]+)? entries/.exec(document.querySelector("main")?.textContent ?? "") ?? [];
    if (read !== undefined && window.shown.at(-1) !== Number(read)) window.shown.push(Number(read));
  }).observe(document.body, { subtree: true, childList: true, characterData: true });`;
const shownNumbers = (): Promise<number[]> => page.evaluate("window.shown");
const peopleHere = async () => (await readList<{ id: string }>(system.address, `users?connector=${connector}`)).length;

test("an operator's commands are there, and every other says which role it needs", async () => {
  const refused = "This needs the role administrator; yours here is operator.";
  const commands = [
    ["connect", ["Start"]],
    ["connect/directory", ["Test connection", "Preview", "Synchronize"]],
    [`connectors/${connector}/scope`, ["Save"]],
    [`connectors/${connector}/schedule`, ["Save"]],
    ["settings", ["Save"]],
    [`connectors/${connector}/settings`, ["Save", /^Disable/, /^Remove/]],
  ] as const;
  const sent: string[] = [];
  page.on("request", (request) => request.method() !== "GET" && sent.push(request.url()));
  for (const [path, names] of commands) {
    await page.goto(at(path));
    for (const name of names) {
      const command = button(page, name).first();
      await expectRefused(command, refused);
      await command.click({ force: true });
    }
  }
  expect(sent).toEqual([]);
  expect(await obstaclesOn(page)).toEqual([]);
});

test("an operator may test a connector as it is saved, and not another way to it", async () => {
  await button(page, "Test connection").click();
  await seen(page.getByText(/It works, with 1 warning/));
  expect(await stageOf(page, "Read rights").textContent()).toContain(`${people.length} people`);
  await field(page, "Connection Port").fill("636");
  await expectRefused(button(page, "Test again"), "This needs the role administrator; yours here is operator.");
  await button(page, "Discard").click();
});

test("a run is watched from its beginning to its end, and nobody reloads the page", async () => {
  await tab("Overview").click();
  await page.evaluate(NOTE_WHAT_IS_SHOWN);
  const dns = people.slice(0, RETITLED).map(({ dn }) => dn);
  await directory.change(...dns.map((dn) => ({ modify: dn, with: [["replace", "title", "Engineer"]] as const })));
  wire.set({ kind: "slow", delayMs: SLOW_MS.atFirst });
  const { requestId } = await system.api.post<{ requestId: string }>(`/connectors/${connector}/syncs`, { mode: "full" });

  const live = page.getByRole("region", { name: "Running now" });
  await expect.poll(async () => (await shownNumbers()).at(-1), { timeout: 30_000, interval: 20 }).toBeGreaterThan(0);
  wire.set({ kind: "slow", delayMs: SLOW_MS.later });
  await seen(page.getByText(/Running\s*\d+\s?%/).first());
  await seen(live.getByText(`of about ${people.length} entries`));
  await seen(live.getByText(/^\d+\/s$/));
  await seen(live.getByText(/ left$/));
  expect(await obstaclesOn(page)).toEqual([]);
  await expect.poll(async () => (await shownNumbers()).length, { timeout: 30_000 }).toBeGreaterThan(3);
  expect(await live.getByRole("listitem").and(page.locator("[aria-current=step]")).textContent()).toBe("Reading");

  await page.getByRole("region", { name: "Synchronisation" }).getByRole("link").click();
  await seen(heading(page, /^Run of /));
  await seen(live);
  wire.set({ kind: "pass" });
  await live.waitFor({ state: "detached", timeout: 60_000 });
  const sync = await system.api.answered(connector, requestId);
  expect(sync).toMatchObject({ status: "completed", counts: { updated: RETITLED } });
  await seen(page.getByText("Completed").first());
  const updated = page.getByRole("region", { name: "What it changed" }).getByText("Updated").locator("xpath=..");
  expect(await updated.textContent()).toContain(String(RETITLED));
  await seen(page.getByRole("table", { name: /^Changed entries/ }));
  const shown = await shownNumbers();
  expect(shown, "no number falls back, and no page is loaded anew").toEqual(shown.toSorted((one, other) => one - other));
  expect(shown.length).toBeGreaterThan(3);
});

test("an operator keeps who would go, with a reason; they stay, and are not asked about again", async () => {
  const gone = people.slice(0, VANISHED);
  await directory.change(...gone.map(({ dn }) => ({ remove: dn })));
  const bar = page.getByRole("region", { name: "Needs attention" });
  await page.goto(at(`connectors/${connector}`));
  await button(page, "Sync now: Head office").click();
  await bar.getByRole("link", { name: /Head office is held/ }).click();
  await seen(page.getByText(`This run would remove ${VANISHED} of ${people.length} people and groups (40%). Your limit is 20%.`));
  await button(page, "Keep them").click();
  const dialog = page.getByRole("dialog", { name: "Keep them?" });
  await button(dialog, "Keep them").click();
  await seen(dialog.getByText("Say why: it is recorded with your decision."));
  expect(await obstaclesOn(page)).toEqual([]);
  await dialog.getByLabel("Reason").fill("The export was cut short");
  await button(dialog, "Keep them").click();

  await seen(page.getByText("Kept: they stay here."));
  await seen(page.getByText("The export was cut short"));
  await seen(page.getByText("Olga").first());
  await bar.waitFor({ state: "detached" });
  const kept = page.getByRole("table", { name: "What it was about" });
  await seen(kept.getByText("as it was").first());
  expect(await holdsOf(system, connector).all()).toMatchObject([{ status: "rejected", held: { removed: VANISHED } }]);
  expect(await system.api.sync(connector)).toMatchObject({ status: "completed", counts: { removed: 0 } });
  expect(await peopleHere()).toBe(people.length);
  await page.goto(at(`connectors/${connector}/holds`));
  const row = page.getByRole("table", { name: "Holds, newest first" }).getByRole("row").nth(1);
  await seen(row);
  expect(await row.textContent()).toMatch(/120 removals.*Kept.*The export was cut short.*by Olga/);
  await page.goto(at("why?q=p7@example.com"));
  await seen(page.getByText("Still here, as Person 7: it was decided to keep it."));
});

test("everything that was recorded holds together", () => system.check());
