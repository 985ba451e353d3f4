import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as z from "zod";
import type { Environment } from "./config.ts";
import { CannotDo } from "./failure.ts";

/** The system to talk to, and who we are there. */
export interface System {
  /** Without a slash at its end. */
  readonly url: string;
  readonly token: string;
}

const Run = z.looseObject({ url: z.string(), token: z.string() });

/** What was typed, else the environment, else the run.json that a local run has written: nearest upwards from where we are. */
export const findSystem = (typed: { readonly url?: string; readonly token?: string }, environment: Environment, cwd: string): System => {
  const url = typed.url ?? environment.url;
  // A token of the environment is not sent to whatever a file names.
  const token = typed.token ?? (url === undefined ? undefined : environment.token);
  if (url !== undefined && token !== undefined) return { url: originOf(url), token };

  const run = environment.home === undefined ? nearestRun(cwd) : readRun(join(environment.home, "run.json"));
  if (url !== undefined) {
    // The token of a local run is for that run only: it is not shown to anybody else.
    if (run !== undefined && originOf(run.url) === originOf(url)) return { url: originOf(url), token: run.token };
    throw new CannotDo(`There is no token for ${originOf(url)}. Give one with DIRSTREAM_TOKEN or --token.`);
  }
  if (run === undefined) {
    throw new CannotDo("No running system was found. Start one with npm start, or name one with DIRSTREAM_URL and DIRSTREAM_TOKEN.");
  }
  return { url: originOf(run.url), token: token ?? run.token };
};

const originOf = (text: string): string => {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) throw new CannotDo(`"${text}" is not a URL such as http://127.0.0.1:7400.`);
  return url.href.replace(/\/+$/, "");
};

const nearestRun = (folder: string): z.output<typeof Run> | undefined =>
  readRun(join(folder, ".dirstream", "run.json")) ?? (dirname(folder) === folder ? undefined : nearestRun(dirname(folder)));

const readRun = (file: string): z.output<typeof Run> | undefined => {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EACCES")
      throw new CannotDo(`${file} may not be read by you: it belongs to whoever started the system.`);
    return undefined;
  }
  const run = Run.safeParse(parseJson(text));
  if (!run.success) throw new CannotDo(`${file} is not what npm start writes. Start the system again.`);
  return run.data;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
