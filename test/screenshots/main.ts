import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { buildPages } from "@dirstream/deploy/build-pages";
import { repository } from "@dirstream/deploy/config";
import { readList } from "../checker/read-model.ts";
import { type Look, startBrowser, untilStill } from "../fixtures/browser.ts";
import { CONSOLE_PAGES, type Places } from "../fixtures/console-pages.ts";
import { holdsOf } from "../fixtures/holds.ts";
import { liveDirectory } from "../fixtures/live-directory.ts";
import { type RunningSystem, startSystem } from "../fixtures/running-system.ts";

/** `npm run screenshots`: every page of the console as it looks on the demo directory, wide and narrow, light and dark. */
const folder = join(repository, ".dirstream/screenshots");
const LOOKS: readonly Look[] = [
  { size: "wide", scheme: "light" },
  { size: "wide", scheme: "dark" },
  { size: "narrow", scheme: "light" },
  { size: "narrow", scheme: "dark" },
];

/** One run that has brought everybody, one that has changed a little, and one that would remove a whole site. */
const prepare = async (system: RunningSystem): Promise<Places> => {
  const { slapd } = system.local.infrastructure;
  if (slapd === undefined) throw new Error("The demo directory is not running.");
  const directory = liveDirectory(slapd);
  const registered = await system.api.register(directory, { name: "Rotterdam", baseDn: slapd.baseDn });
  const { connectorId: connector } = registered;
  await system.api.answered(connector, registered.requestId);
  const people = await readList<{ id: string; dn: string }>(system.address, "users?");
  await directory.change(...people.slice(0, 12).map(({ dn }) => ({ modify: dn, with: [["replace", "title", "Team lead"]] as const })));
  const changed = await system.api.sync(connector, "incremental");
  await directory.change(...people.slice(100, 500).map(({ dn }) => ({ remove: dn })));
  await system.api.sync(connector);
  const hold = await holdsOf(system, connector).open();
  const groups = await readList<{ id: string }>(system.address, "groups?");
  return { connector, run: changed.syncId ?? "", hold: hold.holdId, person: people[0]?.id ?? "", group: groups[0]?.id ?? "" };
};

await mkdir(folder, { recursive: true });
await buildPages(join(repository, ".dirstream"), (sentence) => console.log(sentence), new AbortController().signal);
await using system = await startSystem({ demo: true });
const places = await prepare(system);
await using browser = await startBrowser();
for (const look of LOOKS) {
  const { page } = await browser.newVisitor(look);
  await page.goto(system.local.link);
  await page.getByRole("heading", { level: 1, name: "Directory Synchronization" }).waitFor();
  for (const [name, { path, shows }] of Object.entries(CONSOLE_PAGES)) {
    await page.goto(`${system.local.file.url}/${system.address.account}/${path(places)}`);
    await shows(page).waitFor();
    await untilStill(page);
    const file = join(folder, `${name.replaceAll(/\W+/g, "-")}-${look.size}-${look.scheme}.png`);
    await page.screenshot({ path: file });
  }
}
console.log(`Written to ${folder}`);
