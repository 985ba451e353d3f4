import type { Page } from "playwright-core";
import { CONSOLE_PAGES } from "../fixtures/console-pages.ts";

export interface Scrolled {
  /** How many rows the list had when it was scrolled. */
  readonly rows: number;
  readonly frames: number;
  /** Frames that came later than two of a screen's that shows sixty in a second. */
  readonly late: number;
  readonly longestFrameMs: number;
  /** Work of the page that kept it from answering for 50 ms or longer. */
  readonly longTasks: number;
  readonly longestTaskMs: number;
}

const TURNS = 150;
const PIXELS_PER_TURN = 400;
/** A hand at a wheel. */
const TURNS_APART_MS = 30;

export interface ScrolledList {
  /** Loading one page of the list after the other, until everybody is in it. */
  readonly loading: Scrolled;
  /** In the middle of everybody, with the wheel, down and up. */
  readonly byHand: Scrolled;
}

/** Goes to the end of the list again and again, until everybody is in it; then scrolls through it as by hand, down and up. */
export const scrollPeople = async (page: Page, people: string): Promise<ScrolledList> => {
  await page.goto(people);
  await CONSOLE_PAGES.people?.shows(page).waitFor();
  const loading = await watched(page, () => toTheEnd(page));
  await page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight / 2)");
  const byHand = await watched(page, () => turnTheWheel(page));
  return { loading, byHand };
};

/** The list asks for its next page when its end comes into sight; it has no button for more once everybody is there. */
const toTheEnd = async (page: Page): Promise<void> => {
  const more = page.getByRole("button", { name: "Show more" });
  while ((await more.count()) > 0) await page.evaluate(GO_TO_THE_END);
};

const GO_TO_THE_END = `new Promise((resolve) => {
  window.scrollTo(0, document.documentElement.scrollHeight);
  requestAnimationFrame(() => resolve());
})`;

const turnTheWheel = async (page: Page): Promise<void> => {
  await page.mouse.move(640, 400);
  for (const direction of [1, -1]) {
    for (let turn = 0; turn < TURNS; turn++) {
      await page.mouse.wheel(0, direction * PIXELS_PER_TURN);
      await page.waitForTimeout(TURNS_APART_MS);
    }
  }
};

/** Two frames of 1/60 s. */
const LATE_MS = 34;

const START = `globalThis.watched = { frames: [], tasks: [], on: true };
  watched.observer = new PerformanceObserver((list) => watched.tasks.push(...list.getEntries().map(({ duration }) => duration)));
  watched.observer.observe({ type: "longtask" });
  requestAnimationFrame(function frame(at, last = at) {
    if (watched.last !== undefined) watched.frames.push(at - watched.last);
    watched.last = at;
    if (watched.on) requestAnimationFrame(frame);
  });
  undefined`;

const STOP = `watched.on = false;
  watched.observer.disconnect();
  ({ frames: watched.frames, tasks: watched.tasks })`;

const watched = async (page: Page, scroll: () => Promise<void>): Promise<Scrolled> => {
  await page.evaluate(START);
  await scroll();
  const { frames, tasks } = (await page.evaluate(STOP)) as { frames: number[]; tasks: number[] };
  const rows = Number(await CONSOLE_PAGES.people?.shows(page).getAttribute("aria-rowcount"));
  return {
    ...{ rows, frames: frames.length, late: frames.filter((ms) => ms > LATE_MS).length, longestFrameMs: Math.max(0, ...frames) },
    ...{ longTasks: tasks.length, longestTaskMs: Math.max(0, ...tasks) },
  };
};
