import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

interface Kept<System> {
  readonly start: () => Promise<System>;
  /** Where the system has its files, which go when it ends. */
  readonly homeOf: (system: System) => string;
  /** False when something has failed. `withPlace` adds to a failure where the logs are kept. */
  readonly use: (system: System, withPlace: (failure: string | undefined) => string | undefined) => Promise<boolean>;
}

/**
 * Starts a system, uses it and ends it. Where the use or the end has failed, the system's directory stays under another name: what its services
 * said is in it.
 */
export const keepingLogs = async <System extends AsyncDisposable>({ start, homeOf, use }: Kept<System>): Promise<void> => {
  const system = await start();
  const home = homeOf(system);
  const kept = `${home}-failed`;
  const place = `The logs of its services are kept below ${kept}.`;
  const errors: unknown[] = [];
  const note = (error: unknown): void => void errors.push(error);
  const withPlace = (failure: string | undefined) => (failure === undefined ? undefined : `${failure}\n${place}`);
  const isSound = await use(system, withPlace).catch(note);
  // Links, so that what is written until the end is there as well. Postgres goes on working, and files that it takes away meanwhile may be missing.
  await run("cp", ["--archive", "--link", home, kept]).catch(() => undefined);
  await Promise.resolve(system[Symbol.asyncDispose]()).catch(note);
  if (errors.length > 0) throw new Error(`${errors.map(String).join("\n")}\n${place}`, { cause: errors[0] });
  if (isSound === true) await rm(kept, { recursive: true, force: true });
};
