import { mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { startProcess } from "./components/processes.ts";
import { readEnvironment, repository } from "./config.ts";

const consoleFolder = join(repository, "services/console");

/**
 * Builds the console's pages when they never were, or when what they are made of is newer. What goes wrong is told and stops nothing:
 * the API and the command line need no pages, and the console itself says when it has none.
 */
export const buildPages = async (home: string, say: (sentence: string) => void, signal: AbortSignal): Promise<void> => {
  const sources = ["app", "vite.config.ts", "package.json", "../../package-lock.json", "../../contracts/src"];
  const built = join(consoleFolder, "dist/app/index.html");
  if (
    !isOutdated(
      built,
      sources.map((source) => join(consoleFolder, source)),
    )
  )
    return;
  say("Building the pages of the console (once, some seconds) …");
  const logFile = join(home, "logs/pages.log");
  mkdirSync(join(home, "logs"), { recursive: true });
  const args = [join(repository, "node_modules/vite/bin/vite.js"), "build", "--logLevel", "warn"];
  // As it is for people, whoever asks: a test's own NODE_ENV would make React's larger and slower build for developers.
  const env = { PATH: readEnvironment().PATH, NODE_ENV: "production" };
  const vite = startProcess({ name: "vite", command: process.execPath, args, env, cwd: consoleFolder, logFile });
  signal.addEventListener("abort", () => void vite.stop(), { once: true });
  const { code } = await vite.exited;
  if (code !== 0 && !signal.aborted)
    say(`The pages of the console could not be built, so there are none, or old ones. Why: see ${logFile}`);
};

/** Whether any of the sources is newer than what was made of them, or nothing was. */
export const isOutdated = (built: string, sources: readonly string[]): boolean => {
  const builtAt = statSync(built, { throwIfNoEntry: false })?.mtimeMs;
  return builtAt === undefined || sources.some((source) => newestIn(source) > builtAt);
};

const newestIn = (path: string): number => {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  // The folder's own time says that something in it was removed.
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))));
};
