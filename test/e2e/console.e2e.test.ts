import { once } from "node:events";
import { connect } from "node:tls";
import type { Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { readList } from "../checker/read-model.ts";
import { SUFFIX } from "../fixtures/awkward-directory.ts";
import { hasFocus, obstaclesOn, scriptBytesOn, startBrowser, tabTo, type Visitor, type VisitorsBrowser } from "../fixtures/browser.ts";
import { CONSOLE_PAGES, type Places } from "../fixtures/console-pages.ts";
import { holdsOf, removedBy } from "../fixtures/holds.ts";
import { type LdifRecord, writeLdif } from "../fixtures/ldif-writer.ts";
import type { LiveDirectory } from "../fixtures/live-directory.ts";
import { localToken } from "../fixtures/local-token.ts";
import { type RunningSystem, startSystem } from "../fixtures/running-system.ts";

const PEOPLE = `ou=People,${SUFFIX}`;
const people: LdifRecord[] = Array.from({ length: 60 }, (_, at) => ({
  dn: `uid=p${at},${PEOPLE}`,
  attributes: {
    ...{ objectClass: "inetOrgPerson", uid: `p${at}`, cn: `Person ${at}`, sn: `${at}`, displayName: `Zoë <b>${at}</b>` },
    ...{ mail: `p${at}@example.com`, title: at % 2 === 0 ? "Ingénieure" : '=HYPERLINK("https://evil.example")' },
  },
}));
const groups: LdifRecord[] = ["Crew", "Office", "Everybody"].map((cn, at) => ({
  dn: `cn=${cn},${PEOPLE}`,
  attributes: { objectClass: "groupOfNames", cn, member: people.filter((_, index) => at === 2 || index % 2 === at).map(({ dn }) => dn) },
}));
const frame: LdifRecord[] = [
  { dn: SUFFIX, attributes: { objectClass: ["dcObject", "organization"], dc: "example", o: "Example" } },
  { dn: PEOPLE, attributes: { objectClass: "organizationalUnit", ou: "People" } },
];

const stack = new AsyncDisposableStack();
let system: RunningSystem;
let directory: LiveDirectory;
let browser: VisitorsBrowser;
let admin: Visitor;
let viewer: Visitor;
let places: Places;
let held: readonly string[];

beforeAll(async () => {
  system = stack.use(await startSystem());
  directory = await system.startDirectory("openldap", writeLdif([...frame, ...people, ...groups]));
  browser = stack.use(await startBrowser());
  admin = await browser.newVisitor();
  viewer = await browser.newVisitor();
});
afterAll(() => stack.disposeAsync());
afterEach(() => {
  const complaints = [admin, viewer].flatMap((visitor) => visitor.complaints.splice(0));
  expect(complaints, "what the browser complains about").toEqual([]);
});

const at = (path: string): string => `${system.local.file.url}/${system.address.account}/${path}`;
const heading = (page: Page, name: string | RegExp): Locator => page.getByRole("heading", { level: 1, name });
const seen = (locator: Locator): Promise<void> => locator.waitFor();
const button = (page: Page | Locator, name: string | RegExp): Locator => page.getByRole("button", { name, exact: true });

/** How many the directory's own dump has. */
const inDump = async (objectClass: string): Promise<number> =>
  (await directory.slapd.slapcat()).split("\n").filter((line) => line === `objectClass: ${objectClass}`).length;

test("the printed link signs in, and is no longer in the address", async () => {
  const { page } = admin;
  await page.goto(system.local.file.url);
  await seen(heading(page, "Sign in"));
  expect(await obstaclesOn(page)).toEqual([]);
  await page.goto(system.local.link);
  await seen(heading(page, "Directory Synchronization"));
  expect(page.url()).toBe(at("connectors"));
  await seen(page.getByText("No directory is connected yet"));
  expect(await obstaclesOn(page)).toEqual([]);
});

describe("a directory is connected with the keyboard alone", () => {
  const press = async (name: string | RegExp): Promise<void> => {
    await tabTo(admin.page, button(admin.page, name));
    await admin.page.keyboard.press("Enter");
  };
  const type = async (label: string, text: string): Promise<void> => {
    await tabTo(admin.page, admin.page.getByLabel(label));
    await admin.page.keyboard.press("Control+A");
    await admin.page.keyboard.insertText(text);
  };

  test("the way goes from the tasks over what is to be prepared to the form", async () => {
    const { page } = admin;
    await page.goto(at("connect"));
    await press("Start");
    await seen(heading(page, "Prepare your environment"));
    await seen(page.getByText("127.0.0.1/32").first());
    await press("Next");
    await seen(heading(page, "Create a Directory Connector"));
  });

  test("an empty form says what is missing, and leads to it", async () => {
    const { page } = admin;
    await press("Synchronize");
    await seen(page.getByText("Enter a hostname or an IP address."));
    const host = page.getByRole("textbox", { name: "Primary Host" });
    await expect.poll(() => hasFocus(host)).toBe(true);
    expect(await obstaclesOn(page)).toEqual([]);
  });

  test("a wrong password fails at signing in, and says so in a sentence", async () => {
    const { page } = admin;
    await type("Primary Host", "127.0.0.1");
    const mode = page.getByLabel("Encryption Mode");
    await tabTo(page, mode);
    await page.keyboard.press("End");
    await expect.poll(() => mode.inputValue()).toBe("none");
    expect(await page.getByLabel("Connection Port").inputValue()).toBe("389");
    await type("Connection Port", String(directory.slapd.port));
    await type("User Account DN", `"${directory.slapd.adminDn}"`);
    await page.keyboard.press("Tab");
    expect(await page.getByLabel("Domain Root DN").inputValue()).toBe(SUFFIX);
    await type("User Account Password", "wrong");
    await type("Name of the connector", "Head office");
    await page.keyboard.press("Enter");
    await seen(page.getByText("This does not work yet: Sign in."));
    const stage = page.getByRole("listitem").filter({ hasText: /^Sign in/ });
    expect(await stage.textContent()).toMatch(/Failed[\s\S]*password[\s\S]*\./);
    expect(await obstaclesOn(page)).toEqual([]);
    expect((await system.api.get<{ items: unknown[] }>("/connectors")).items).toEqual([]);
  });

  test("with the right one the test passes, and a preview shows whom it would bring", async () => {
    const { page } = admin;
    await type("User Account Password", directory.slapd.adminPassword);
    await press("Test again");
    await seen(page.getByText(/You can synchronize\.$/));
    await press("Preview");
    await seen(page.getByText(`${people.length + groups.length} entries would be synchronised`));
    expect(await obstaclesOn(page)).toEqual([]);
  });

  test("the first run is watched until it has brought as many as the directory's own dump has", async () => {
    const { page } = admin;
    await press("Synchronize");
    await seen(heading(page, "Head office is connected"));
    const counts = `${await inDump("inetOrgPerson")} people and ${await inDump("groupOfNames")} groups are here.`;
    await seen(page.getByText(counts));
  });
});

test("the connector is in the list, with its runs, and each run with what it has changed", async () => {
  const { page } = admin;
  const menu = page.getByRole("navigation", { name: "Main" });
  await menu.getByRole("link", { name: "Directory Synchronization" }).click();
  await page.getByRole("table", { name: "Connectors" }).getByRole("link", { name: "Head office" }).click();
  await seen(heading(page, "Head office"));
  await page.getByRole("navigation", { name: "Of this connector" }).getByRole("link", { name: "Runs" }).click();
  const runs = page.getByRole("table", { name: "Runs, newest first" });
  await seen(runs.getByText("Completed").first());
  expect(await runs.getByRole("row").count()).toBe(2);
  await runs.getByRole("link").first().click();
  await seen(heading(page, /^Run of /));
  const changes = page.getByRole("table", { name: /^Changed entries/ });
  const who = changes.getByRole("button", { name: /Zoë <b>7<\/b>/ });
  await who.click();
  await seen(changes.getByText("p7@example.com").last());
  expect(await who.getAttribute("aria-expanded")).toBe("true");
});

test("when half of the people have left the directory, every page says that a decision is needed", async () => {
  const { items } = await system.api.get<{ items: { connectorId: string }[] }>("/connectors");
  const connector = items[0]?.connectorId ?? expect.unreachable("no connector");
  const first = await readList<{ syncId: string }>(system.address, `connectors/${connector}/runs?`);
  await directory.change(...people.slice(0, 30).map(({ dn }) => ({ remove: dn })));
  expect(await system.api.sync(connector)).toMatchObject({ status: "held" });
  const { page } = admin;
  await page.goto(at("people"));
  await seen(page.getByText(/is held/).first());

  const holds = holdsOf(system, connector);
  const hold = await holds.open();
  held = (await holds.items(hold)).map(({ entryId }) => entryId);
  const [person, group] = await Promise.all(
    ["users", "groups"].map(async (kind) => (await readList<{ id: string }>(system.address, `${kind}?`)).at(-1)?.id ?? ""),
  );
  places = { connector, run: first[0]?.syncId ?? "", hold: hold.holdId, person: person ?? "", group: group ?? "" };
});

test("what the directory is a part of can be changed; who says G Suite is asked about Cloud Directory Sync", async () => {
  const { page } = admin;
  await page.goto(at(`connectors/${places.connector}/settings`));
  const form = page.getByRole("form", { name: "Environment" });
  await form.getByRole("radio", { name: "G Suite" }).check();
  await button(form, "Save").click();
  const confirm = form.getByRole("checkbox", { name: /by GCDS$/ });
  await expect.poll(() => hasFocus(confirm)).toBe(true);
  const saved = async () => (await system.api.get<{ environment: string }>(`/connectors/${places.connector}`)).environment;
  expect(await saved()).toBe("on-premises");
  await confirm.check();
  await button(form, "Save").click();
  await seen(form.getByText("Saved"));
  await expect.poll(saved).toBe("g-suite");
});

const scripts = new Map<string, number>();

test.each(Object.entries(CONSOLE_PAGES))(
  "nothing on the page of %s keeps anybody out, however wide it is",
  async (name, { path, shows }) => {
    const { page } = admin;
    await page.goto(at(path(places)));
    await seen(shows(page));
    scripts.set(name, await scriptBytesOn(page));
    expect(await obstaclesOn(page)).toEqual([]);
  },
);

/** Of compressed script. What draws the charts, 104 kB, comes when all the rest of its page is there. */
const MOST_SCRIPT_BYTES = 250_000;
const CHARTS_BYTES = 125_000;

test("whichever page is opened first, little script is fetched for it", () => {
  expect(scripts.size).toBe(Object.keys(CONSOLE_PAGES).length);
  const most = (name: string) => MOST_SCRIPT_BYTES + (name === "connector" ? CHARTS_BYTES : 0);
  expect([...scripts].filter(([name, bytes]) => !(bytes > 100_000 && bytes <= most(name)))).toEqual([]);
});

const onRun = () => `connectors/${places.connector}/runs/${places.run}`;
const onSettings = () => `connectors/${places.connector}/settings`;
/** Somebody who does not look whether it is there yet. */
const typeInSearch = async (page: Page): Promise<void> => {
  await page.keyboard.press("/");
  await page.keyboard.type("crew");
  await seen(page.getByRole("dialog").getByText("1 found"));
  expect(await page.getByRole("dialog").getByRole("textbox").inputValue()).toBe("crew");
};
const OPENED: readonly (readonly [string, path: () => string, open: (page: Page) => Promise<void>, role: "menu" | "dialog" | "tooltip"])[] =
  [
    ["the menu of who is signed in", onRun, (page) => page.getByRole("button", { name: /Signed in as/ }).click(), "menu"],
    ["the ways to export a run", onRun, (page) => button(page, "Export").click(), "menu"],
    ["a moment's exact time", () => "connectors", (page) => page.getByRole("table").locator("time").first().hover(), "tooltip"],
    ["the search, typed into at once", () => "people", typeInSearch, "dialog"],
    ["the keys", () => "people", (page) => page.keyboard.press("?"), "dialog"],
    ["what removing a connector means", onSettings, (page) => button(page, "Remove").click(), "dialog"],
  ];

test.each(OPENED)("nothing keeps anybody out while it is open: %s", async (_, path, open, role) => {
  const { page } = admin;
  await page.goto(at(path()));
  await seen(page.getByRole("navigation", { name: "Main" }));
  await open(page);
  await seen(page.getByRole(role));
  expect(await obstaclesOn(page)).toEqual([]);
  await page.mouse.move(0, 0);
});

test("who may only look sees what others may press, and reads why they may not", async () => {
  const { page } = viewer;
  const token = await localToken(system.local, { name: "Vera", role: "viewer", accounts: [system.address.account] });
  await page.goto(`${system.local.file.url}/session/link#${token}`);
  const commands = [
    ["connectors", "Sync now: Head office", "operator"],
    [`connectors/${places.connector}/holds/${places.hold}`, /^Approve exactly these/, "operator"],
    ["connect", "Start", "administrator"],
  ] as const;
  await seen(heading(page, "Directory Synchronization"));
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() !== "GET") sent.push(request.url());
  });
  for (const [path, name, role] of commands) {
    await page.goto(at(path));
    const command = page.getByRole("button", { name }).and(page.getByRole("button", { disabled: true }));
    await seen(command);
    const reason = await command.getAttribute("aria-describedby");
    expect(await page.locator(`[id="${reason}"]`).textContent()).toBe(`This needs the role ${role}; yours here is viewer.`);
    expect(await obstaclesOn(page)).toEqual([]);
    await command.click({ force: true });
  }
  expect([page.url(), sent]).toEqual([at("connect"), []]);
});

test("an approval in the browser takes the number that goes, and removes exactly those", async () => {
  const { page } = admin;
  await page.goto(at(`connectors/${places.connector}/holds`));
  await page.getByRole("link", { name: "Look and decide" }).click();
  const approve = `Approve exactly these ${held.length}`;
  await button(page, approve).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("The office has closed");
  const typed = dialog.getByLabel(`Type ${held.length} to confirm`);
  await typed.fill("1");
  await button(dialog, approve).click();
  await seen(dialog.getByText(`That is not ${held.length}.`));
  expect(await obstaclesOn(page)).toEqual([]);
  await typed.fill(String(held.length));
  await button(dialog, approve).click();
  await seen(page.getByText("Approved: who is still missing in the directory goes."));

  const { connector } = places;
  const [applied] = await readList<{ requestId: string; mode: string }>(system.address, `connectors/${connector}/syncs?`);
  expect(applied).toMatchObject({ mode: "apply" });
  const sync = await system.api.answered(connector, applied?.requestId ?? "");
  expect(sync).toMatchObject({ status: "completed", error: null });
  expect((await removedBy(system, sync)).sort()).toEqual([...held].sort());
  await page.goto(at("people"));
  await expect.poll(() => page.getByRole("table", { name: "People" }).getByRole("row").count(), { timeout: 30_000 }).toBe(31);
});

test("who was removed is listed by his name, and shown as he was before, whole; before the first run he was not known", async () => {
  const { page } = admin;
  await page.goto(at(`connectors/${places.connector}/holds/${places.hold}`));
  const held = page.getByRole("table", { name: "What it was about" }).getByRole("row").filter({ hasText: "p0@example.com" });
  expect(await held.textContent()).toMatch(/^Zoë <b>0<\/b>.*removed/);
  await page.goto(at("people?state=removed"));
  const row = page.getByRole("table", { name: "People" }).getByRole("row").filter({ hasText: "p0@example.com" });
  expect(await row.textContent()).toContain("Removed");
  const link = row.getByRole("link", { name: "Zoë <b>0</b>" });
  const id = decodeURIComponent((await link.getAttribute("href"))?.split("/").at(-1) ?? "");
  const [came, went] = await readList<{ time: string }>(system.address, `entries/${id}/history?`);
  const asOf = page.getByRole("region", { name: "As it was then" });
  await page.goto(at(`people/${id}?tab=history&at=${came?.time}`));
  const values = asOf.getByRole("table", { name: "Attributes and their values" });
  await seen(values.getByText("p0@example.com"));
  expect(await values.textContent()).toMatch(/Ingénieure/);
  await page.goto(at(`people/${id}?tab=history&at=${went?.time}`));
  await seen(asOf.getByText("A complete and successful read no longer had it."));
  await page.goto(at(`people/${id}?tab=history&at=2001-01-01T00:00:00Z`));
  await seen(asOf.getByText("It was not known then"));
});

test("a certificate that was trusted is kept with what it says, and the settings go on showing it", async () => {
  const { page } = admin;
  const { host, ldapsPort } = { host: "127.0.0.1", ldapsPort: directory.slapd.ldapsPort };
  const settings = `connectors/${places.connector}/settings`;
  await page.goto(at(settings));
  await page.getByLabel("Encryption Mode").selectOption("relaxed");
  await page.getByLabel("Connection Port").fill(`${ldapsPort}`);
  await page.getByLabel("User Account Password").fill(directory.slapd.adminPassword);
  await button(page, "Test connection").click();
  await button(page, "Trust this certificate").click();
  await seen(page.getByText("Everything works."));
  const form = page.getByRole("form", { name: "Connection" });
  await button(form, "Save").click();
  await seen(form.getByText("Saved.", { exact: true }));
  await page.goto(at(settings));
  const trusted = page.getByRole("region", { name: "Trusted key" });
  await seen(
    trusted.getByText(/^Confirmed: CN=dirstream local directory, issued by CN=dirstream local CA, valid until .+, key EC, prime256v1\.$/),
  );
  expect(await obstaclesOn(page)).toEqual([]);

  const socket = connect({ host, port: ldapsPort, rejectUnauthorized: false });
  await once(socket, "secureConnect");
  const shown = socket.getPeerX509Certificate();
  socket.destroy();
  const { body } = await system.api.ask("GET", `/connectors/${places.connector}`);
  const sha256 = shown?.fingerprint256.replaceAll(":", "").toLowerCase();
  expect(body).toMatchObject({ encryptionMode: "relaxed", pinnedCertificate: { sha256 }, secondaryPinnedCertificate: null });
  expect(await system.api.sync(places.connector)).toMatchObject({ status: "completed" });
});

test("a list goes on to its end, also where its beginning was asked for anew meanwhile", async () => {
  const { page } = await browser.newVisitor();
  await page.goto(system.local.link);
  await seen(heading(page, "Directory Synchronization"));
  const made = (from: number) =>
    Array.from({ length: 250 }, (_, index) => ({
      ...{
        id: `c.${from + index}`,
        entryId: `${from + index}`,
        connectorId: "c",
        dn: `uid=${from + index}`,
        kind: "user",
        state: "active",
      },
      ...{ profile: { displayName: `Made up ${from + index}` }, attributes: {}, memberCount: null, evidence: null },
      ...{ changedAt: "2026-01-01T00:00:00Z", sequence: 1, syncId: "s" },
    }));
  let firstPages = 0;
  const nextAsked = Promise.withResolvers<void>();
  const askedAnew = Promise.withResolvers<void>();
  await page.route("**/users?*", async (route) => {
    const cursor = Number(new URL(route.request().url()).searchParams.get("cursor") ?? 0);
    if (cursor === 0 && ++firstPages === 2) askedAnew.resolve();
    if (cursor === 250) {
      nextAsked.resolve();
      await askedAnew.promise;
    }
    const next = cursor < 750 ? String(cursor + 250) : null;
    const headers = cursor === 0 && firstPages === 1 ? { position: "DIRECTORY=1" } : {};
    await route.fulfill({ json: { items: made(cursor), next, total: null }, headers }).catch(() => undefined); // it was given up
  });
  // The events begin later than what was answered first: so that is asked for anew.
  await page.route("**/events", async (route) => {
    await nextAsked.promise;
    await route.continue();
  });
  await page.goto(at("people"));
  await seen(page.getByRole("link", { name: "Made up 0" }));
  const last = async () => {
    await page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)");
    return page.getByRole("link", { name: "Made up 999" }).count();
  };
  await expect.poll(last, { timeout: 20_000 }).toBe(1);
  expect(firstPages).toBe(2);
  await page.context().close();
});

test("everything that was recorded holds together", () => system.check([{ connector: places.connector, directory, baseDn: SUFFIX }]));
