import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { makeCertificates } from "@dirstream/deploy/components/certificates";
import { freePort } from "@dirstream/deploy/components/free-port";
import { type Slapd, startSlapd } from "@dirstream/deploy/components/slapd";
import type { Locator, Page, Request } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../fixtures/api-client.ts";
import { SUFFIX } from "../fixtures/awkward-directory.ts";
import { hasFocus, obstaclesOn, startBrowser, type Visitor } from "../fixtures/browser.ts";
import { addressIn, button, expectFailedAt, field, heading, seen, signIn, stageOf } from "../fixtures/console-visit.ts";
import { type LdifRecord, writeLdif } from "../fixtures/ldif-writer.ts";
import { type LiveDirectory, liveDirectory } from "../fixtures/live-directory.ts";
import { localToken } from "../fixtures/local-token.ts";
import { type RunningSystem, startSystem } from "../fixtures/running-system.ts";

const READER = `cn=reader,${SUFFIX}`;
/** Signs in, and sees nothing but the base. */
const STRANGER = `cn=stranger,${SUFFIX}`;
const ACCESS = [
  "access to attrs=userPassword by anonymous auth by * none",
  `access to dn.base="${SUFFIX}" by * read`,
  `access to * by dn.exact="${STRANGER}" none by users read by * none`,
];
const PEOPLE = 40;
const password = `Canary-${randomBytes(12).toString("base64url")}`;
const account = (dn: string): LdifRecord => ({
  dn,
  attributes: { objectClass: ["organizationalRole", "simpleSecurityObject"], cn: dn.slice(3, dn.indexOf(",")), userPassword: password },
});
const person = (uid: string): LdifRecord => ({
  dn: `uid=${uid},${SUFFIX}`,
  attributes: { objectClass: "inetOrgPerson", uid, cn: uid, sn: uid },
});
const ldif = writeLdif([
  { dn: SUFFIX, attributes: { objectClass: ["dcObject", "organization"], dc: "example", o: "Example" } },
  ...[READER, STRANGER].map(account),
  ...Array.from({ length: PEOPLE }, (_, at) => person(`p${at}`)),
]);

const stack = new AsyncDisposableStack();
let system: RunningSystem;
let directory: LiveDirectory;
let expired: Slapd;
let admin: Visitor;
let page: Page;
let at: (path: string) => string;
let deadPort: number;

/** A server's certificate that is right but for its end: yesterday. */
const makeExpired = async (tls: string): Promise<void> => {
  const { caFile, certificateFile } = makeCertificates(tls);
  const request = ["x509", "-req", "-in", join(tls, "server.csr"), "-extfile", join(tls, "server.ext"), "-days", "-1"];
  await promisify(execFile)("openssl", [...request, "-CA", caFile, "-CAkey", join(tls, "ca.key"), "-out", certificateFile]);
};

beforeAll(async () => {
  system = stack.use(await startSystem());
  const adminPassword = `Canary-${randomBytes(12).toString("base64url")}`;
  const place = { directory: join(system.local.home, "guarded"), certificateNames: ["DNS:elsewhere.example"] };
  const overdue = join(system.local.home, "overdue");
  await makeExpired(join(overdue, "tls"));
  const [slapd, other] = await Promise.all([
    startSlapd({ ...place, suffix: SUFFIX, adminPassword, ldif, databaseLines: ACCESS }).then((it) => stack.use(it)),
    startSlapd({ directory: overdue, adminPassword }).then((it) => stack.use(it)),
  ]);
  directory = liveDirectory(slapd);
  expired = other;
  deadPort = await freePort();
  admin = await stack.use(await startBrowser()).newVisitor();
  page = admin.page;
  at = addressIn(system);
  await signIn(system, admin);
});
afterAll(() => stack.disposeAsync());
afterEach(() => expect(admin.complaints.splice(0), "what the browser complains about").toEqual([]));

interface Entered {
  readonly host?: string;
  readonly mode?: "strict" | "none";
  readonly port?: number;
  readonly bindDn?: string;
  readonly authority?: string;
}

const enter = async ({ host = "127.0.0.1", mode = "none", port = directory.slapd.port, bindDn = READER, authority = "" }: Entered) => {
  await field(page, "Primary Host").fill(host);
  await field(page, "Encryption Mode").selectOption(mode);
  if (authority !== "") {
    const shown = field(page, "Certificate of a private authority");
    if (!(await shown.isVisible())) await page.getByText("More: StartTLS and a private certificate authority").click();
    await shown.fill(authority);
  }
  await field(page, "Connection Port").fill(`${port}`);
  await field(page, "User Account DN").fill(bindDn);
  await field(page, "Domain Root DN").fill(SUFFIX);
  await field(page, "User Account Password").fill(password);
};

describe("a directory that cannot be connected is told at its stage, with what to do, and nothing is saved", () => {
  beforeAll(() => page.goto(at("connect/directory")));

  test.each<readonly [string, () => Entered, stage: string, after: string, told: RegExp]>([
    [
      "nothing listens",
      () => ({ port: deadPort }),
      "Port",
      "Encryption",
      /refused the connection\. ?Check the port, and that the directory server is running there\./,
    ],
    ["there is no such name", () => ({ host: "nowhere.invalid" }), "Name", "Port", /nowhere\.invalid/],
    [
      "the certificate is another server's",
      () => ({ mode: "strict", port: directory.slapd.ldapsPort, authority: directory.slapd.caPem }),
      "Encryption",
      "Sign in",
      /is for DNS:elsewhere\.example.*Use one of its names as host, or issue a certificate for 127\.0\.0\.1\./,
    ],
    [
      "the certificate has expired",
      () => ({ mode: "strict", port: expired.ldapsPort, authority: expired.caPem }),
      "Encryption",
      "Sign in",
      /certificate of 127\.0\.0\.1:\d+ expired on \d{4}-\d\d-\d\d.*Renew it\./,
    ],
    [
      "the account may read nothing",
      () => ({ bindDn: STRANGER }),
      "Read rights",
      "",
      /shows no people.*Give the account the right to read there, or correct the domain root DN\./,
    ],
  ])("%s", async (_, entered, stage, after, told) => {
    await enter(entered());
    await button(page, "Synchronize").click();
    await expectFailedAt(page, stage, told);
    if (after !== "") expect(await stageOf(page, after).textContent()).toMatch(/Not reached/);
    await seen(page.getByText("Nothing was saved, because the test has failed."));
    await expect.poll(() => hasFocus(page.getByRole("status").filter({ hasText: "This does not work yet" }))).toBe(true);
    expect(await obstaclesOn(page)).toEqual([]);
    expect((await system.api.get<{ items: unknown[] }>("/connectors")).items).toEqual([]);
  });
});

describe("a primary host that is dead", () => {
  const PRIMARY = "127.0.0.2";

  test("is told apart from the secondary that works", async () => {
    await enter({ host: PRIMARY });
    await field(page, "Secondary Host").fill("127.0.0.1");
    await button(page, "Test again").click();
    await seen(page.getByText("The secondary host works. The primary does not: Port."));
    expect(await stageOf(page, "Port").textContent()).toMatch(/Failed.*refused the connection/);
    expect(await stageOf(page, "Read rights", "Secondary").textContent()).toMatch(new RegExp(`Passed.*${PEOPLE} people`));
    expect(await obstaclesOn(page)).toEqual([]);
    await field(page, "Secondary Host").fill("");
  });

  test("keeps no run from succeeding: the secondary answers, and is named", async () => {
    const hosts = { primaryHost: PRIMARY, secondaryHost: "127.0.0.1", bindDn: READER, bindPassword: password };
    const { connectorId, requestId } = await system.api.register(directory, { name: "Half dead", baseDn: SUFFIX, ...hosts });
    expect(await system.api.answered(connectorId, requestId)).toMatchObject({ status: "completed", host: "127.0.0.1" });
    await page.goto(at("connectors"));
    const row = page.getByRole("table", { name: "Connectors" }).getByRole("row").nth(1);
    await seen(row.getByText("Healthy"));
    expect(await row.textContent()).toMatch(/127\.0\.0\.2(?!.*answered last.*127\.0\.0\.1).*127\.0\.0\.1.*answered last/);
    await page.goto(at(`connectors/${connectorId}/runs`));
    await page.getByRole("table", { name: "Runs, newest first" }).getByRole("link").first().click();
    const run = page.getByRole("region", { name: "The run" });
    expect(await run.textContent()).toMatch(/Host that answered127\.0\.0\.1/);
    await page.goto(at("connect/directory"));
  });
});

test("a run that was refused says so wherever it is listed, that nobody was lost by it, and where to mend it", async () => {
  const settings = { name: "Locked out", baseDn: SUFFIX, bindDn: READER, bindPassword: "long expired" };
  const { connectorId, requestId } = await system.api.register(directory, settings);
  expect(await system.api.answered(connectorId, requestId)).toMatchObject({ status: "failed" });
  await page.goto(at("connectors"));
  const row = page.getByRole("table", { name: "Connectors" }).getByRole("row").filter({ hasText: "Locked out" });
  await seen(row.getByText(/refused the query account/));
  expect(await row.textContent()).not.toContain("nothing changed");
  await row.getByRole("link", { name: "Locked out" }).click();
  await seen(page.getByText(/It has removed nobody: everybody stays here as before, until a run has succeeded\.$/));
  await seen(page.getByRole("link", { name: "Look at the settings" }));
  await page.getByRole("region", { name: "Synchronisation" }).getByRole("link").click();
  await seen(page.getByText("It failed before: whatever is here stays as it was."));
  expect(await page.getByRole("region", { name: "The run" }).textContent()).toContain("none that could be read from");
  await page.goto(at("connect/directory"));
});

describe("a session that has ended", () => {
  /** In another tab, as somebody does who reads the dialog. */
  const signInElsewhere = async (link = system.local.link): Promise<void> => {
    const other = await page.context().newPage();
    await other.goto(link);
    await seen(heading(other, "Directory Synchronization"));
    await other.close();
  };
  const dialog = () => page.getByRole("dialog", { name: "Sign in again" });
  /** Whatever the page asks of itself in the meantime may have brought the dialog already; it then lies over what is pressed. */
  const press = (control: Locator) => control.dispatchEvent("click");
  /** That a request was refused is what it is about. */
  const forgetRefusals = () => {
    const others = admin.complaints.splice(0).filter((told) => !/401|ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED/.test(told));
    expect(others).toEqual([]);
  };

  test("asks to sign in again over the form, loses nothing that was typed, and what was asked for goes on", async () => {
    await enter({});
    await field(page, "Name of the connector").fill("Half finished");
    await page.context().clearCookies();
    await press(button(page, "Test connection"));
    await seen(dialog());
    await seen(dialog().getByText("What you have typed is still here"));
    expect(await obstaclesOn(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await button(dialog(), "I have signed in").click();
    await seen(dialog().getByText("You are not signed in yet."));
    await signInElsewhere();
    await dialog().waitFor({ state: "hidden" });
    await seen(page.getByText(/You can synchronize\.$/));
    expect(await stageOf(page, "Read rights").textContent()).toContain(`${PEOPLE} people`);
    expect(await field(page, "Name of the connector").inputValue()).toBe("Half finished");
    expect(await field(page, "User Account Password").inputValue()).toBe(password);
    forgetRefusals();
  });

  test("is not continued under the name of somebody else who signs in: nothing typed is lost, and nothing is sent before he presses", async () => {
    const tests: string[] = [];
    const note = (request: Request) => void (request.method() === "POST" && tests.push(request.url()));
    await page.context().clearCookies();
    await press(button(page, "Test again"));
    await seen(dialog());
    page.on("request", note);
    const token = await localToken(system.local, { name: "Olga", role: "admin", accounts: [system.address.account] });
    await signInElsewhere(`${system.local.file.url}/session/link#${token}`);
    const another = page.getByRole("dialog", { name: "Somebody else has signed in" });
    await seen(another.getByText(/now Olga is\. What was typed is still here/));
    expect(await obstaclesOn(page)).toEqual([]);
    await button(another, "Go on as Olga").click();
    await seen(page.getByText(/^This was not sent, because somebody else has signed in/));
    await seen(page.getByRole("button", { name: "Signed in as Olga" }));
    expect(await field(page, "User Account Password").inputValue()).toBe(password);
    expect(tests).toEqual([]);
    await button(page, "Test connection").click();
    await seen(page.getByText(/You can synchronize\.$/));
    expect(tests).toHaveLength(1);
    page.off("request", note);
    await page.goto(system.local.link);
    await seen(heading(page, "Directory Synchronization"));
    forgetRefusals();
  });

  test("is over for everybody when the console begins again with another key; the next page waits for signing in", async () => {
    const { console: server } = system.local.services;
    await server.stop();
    await writeFile(join(system.local.home, "keys/session.keys"), `${randomBytes(32).toString("base64")}\n`);
    await server.start();
    await eventually("the console answers", 20_000, async () => ((await fetch(`${server.url}/readyz`)).ok ? true : undefined));
    await press(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "People" }));
    await seen(dialog());
    await signInElsewhere();
    await dialog().waitFor({ state: "hidden" });
    await seen(heading(page, "People"));
    await seen(page.getByRole("table", { name: "People" }));
    forgetRefusals();
  });

  test("leads from any page to signing in and back to it, and the form still has what was typed but the password", async () => {
    await page.context().clearCookies();
    await page.goto(at("connect/directory"));
    await seen(heading(page, "Sign in"));
    await page.goto(system.local.link);
    await seen(heading(page, "Create a Directory Connector"));
    expect(await field(page, "Name of the connector").inputValue()).toBe("Half finished");
    expect(await field(page, "User Account Password").inputValue()).toBe("");
    await seen(page.getByText(/^Enter the password again/));
    expect(await page.evaluate("JSON.stringify({ ...sessionStorage, ...localStorage })")).not.toContain(password);
    forgetRefusals();
  });

  test("goes on in a tab that waits at signing in as soon as somebody has signed in elsewhere", async () => {
    await page.context().clearCookies();
    await page.goto(at("groups?q=crew"));
    await seen(heading(page, "Sign in"));
    await signInElsewhere();
    await seen(heading(page, "Groups"));
    expect(page.url()).toBe(at("groups?q=crew"));
    forgetRefusals();
  });
});

test("everything that was recorded holds together", () => system.check());
