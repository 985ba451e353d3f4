import type { Locator, Page } from "playwright-core";
import { startBrowser } from "../fixtures/browser.ts";
import { CONSOLE_PAGES, type Places } from "../fixtures/console-pages.ts";
import type { BenchSystem } from "./bench-system.ts";
import { timed, timedOften } from "./measure.ts";
import { personDn, type Size } from "./reference-directory.ts";
import { type ScrolledList, scrollPeople } from "./scrolling.ts";
import { changeTitles } from "./syncs.ts";

export interface MeasuredConsole {
  readonly pages: readonly MeasuredPage[];
  readonly scrolled: ScrolledList;
}

export interface MeasuredPage {
  readonly what: string;
  /** From the address, or the last key, until everything that it shows is there. */
  readonly seconds: readonly number[];
  /** The answer of the API that it waited for longest, each time. */
  readonly answerMs: readonly number[];
}

const OPENED = 5;
const CHANGED_PEOPLE = 1000;

/** Every page of the console in a real browser, opened by its address; a search by its keys; and the list of everybody, scrolled. */
export const measureConsole = async (system: BenchSystem, size: Size, connector: string): Promise<MeasuredConsole> => {
  const places = await prepare(system, size, connector);
  await using browser = await startBrowser();
  const { page } = await browser.newVisitor();
  await page.goto(system.local.link);
  await CONSOLE_PAGES.connectors?.shows(page).waitFor();
  const pages: MeasuredPage[] = [];
  for (const [what, { path, shows }] of Object.entries(CONSOLE_PAGES)) {
    pages.push(
      await measured(page, what, async () => {
        await page.goto(`${system.address.url}/${system.address.account}/${path(places)}`, { waitUntil: "commit" });
        await shows(page).waitFor();
      }),
    );
  }
  const people = `${system.address.url}/${system.address.account}/people`;
  for (const search of searches(size)) pages.push(await measureSearch(page, people, search));
  return { pages, scrolled: await scrollPeople(page, people) };
};

/** One of them, and nobody: to know of either everybody has to be looked at. */
const searches = ({ people }: Size): readonly Search[] => {
  const email = `family${people >> 1}@`;
  return [
    { what: "people: somebody found by typing", typed: email, shows: (page) => page.getByRole("cell", { name: email }).first() },
    { what: "people: nobody found by typing", typed: "nobody", shows: (page) => page.getByText("Nothing matches") },
  ];
};

interface Search {
  readonly what: string;
  readonly typed: string;
  readonly shows: (page: Page) => Locator;
}

/** A run with changes, and a hold: what the pages of runs and holds are about. */
const prepare = async (system: BenchSystem, size: Size, connector: string): Promise<Places> => {
  const many = Math.min(CHANGED_PEOPLE, Math.floor(size.people / 4));
  await changeTitles(system, size, many, "Shown");
  const changed = await system.api.sync(connector, "incremental");
  await system.directory.change(...Array.from({ length: many }, (_, at) => ({ remove: personDn(size.people - 1 - at * 2) })));
  const held = await system.api.sync(connector);
  const first = async (list: string, field: string): Promise<string> => {
    const { items } = await system.api.get<{ items: Record<string, string>[] }>(`/${list}`);
    return items[0]?.[field] ?? "";
  };
  const hold = await first(`connectors/${connector}/holds?limit=1`, "holdId");
  if (held.status !== "held" || hold === "") throw new Error(`${many} removals were not held: the run is ${held.status}.`);
  const [person, group] = [await first("users?limit=1", "id"), await first("groups?limit=1", "id")];
  return { connector, run: changed.syncId ?? "", hold, person, group };
};

/** Of the page as it is opened now; what streams is not over, and so not counted. */
const SLOWEST_ANSWER = `Math.max(0, ...performance.getEntriesByType("resource")
  .filter(({ name }) => new URL(name).pathname.startsWith("/api/"))
  .map(({ startTime, responseEnd }) => responseEnd - startTime))`;

const measured = async (page: Page, what: string, show: () => Promise<void>): Promise<MeasuredPage> => {
  const answerMs: number[] = [];
  const seconds = await timedOften(OPENED, async () => {
    await show();
    answerMs.push((await page.evaluate(SLOWEST_ANSWER)) as number);
  });
  return { what, seconds, answerMs };
};

const KEYS_APART_MS = 60;

/** As somebody types it; the clock starts with the last key. */
const measureSearch = async (page: Page, people: string, { what, typed, shows }: Search): Promise<MeasuredPage> => {
  const seconds: number[] = [];
  const answerMs: number[] = [];
  for (let time = 0; time < OPENED; time++) {
    await page.goto(people);
    await CONSOLE_PAGES.people?.shows(page).waitFor();
    await page.getByRole("searchbox").pressSequentially(typed.slice(0, -1), { delay: KEYS_APART_MS });
    await page.evaluate("performance.clearResourceTimings()");
    const lastKey = async () => {
      await page.keyboard.press(typed.slice(-1));
      await shows(page).waitFor();
    };
    seconds.push(await timed(lastKey));
    answerMs.push((await page.evaluate(SLOWEST_ANSWER)) as number);
  }
  return { what, seconds, answerMs };
};
