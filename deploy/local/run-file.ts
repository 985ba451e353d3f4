import { existsSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { writeSecret } from "./keys.ts";

/** `run.json`: everything that somebody needs who wants to talk to a running system. Only its owner may read it. */
export interface RunFile {
  /** The one origin of all of `/api`. */
  readonly url: string;
  readonly token: string;
  readonly natsUrl: string;
  /** The path of the administrator's .creds file; null where the server asks for none. */
  readonly natsCreds: string | null;
  readonly postgresUrl: string;
  /** null without the demo directory. */
  readonly directory: {
    readonly host: string;
    readonly port: number;
    readonly bindDn: string;
    readonly bindPassword: string;
    readonly baseDn: string;
  } | null;
}

export const writeRunFile = (home: string, run: RunFile): Promise<void> =>
  writeSecret(join(home, "run.json"), `${JSON.stringify(run, null, 2)}\n`);

/**
 * One run at a time keeps a home: two would write to the same databases. The mark names the process that holds it
 * and when that began, because a number alone is given to somebody else sooner or later.
 */
export const claimHome = async (home: string): Promise<AsyncDisposable> => {
  const file = join(home, "running.json");
  const holder = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Holder) : undefined;
  if (holder !== undefined && holder.pid !== process.pid && beganAt(holder.pid) === holder.began) {
    throw new Error(
      `dirstream is already running here (process ${holder.pid}). Stop it first, or choose another place with DIRSTREAM_HOME.`,
    );
  }
  await writeSecret(file, JSON.stringify({ pid: process.pid, began: beganAt(process.pid) } satisfies Holder));
  return { [Symbol.asyncDispose]: () => rm(file, { force: true }) };
};

interface Holder {
  readonly pid: number;
  readonly began: string | null;
}

/** Field 22 of /proc/<pid>/stat (the second may hold spaces); "alive" where there is no /proc, null when there is no such process. */
const beganAt = (pid: number): string | null => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return null;
  }
  const stat = `/proc/${pid}/stat`;
  if (!existsSync(stat)) return "alive";
  const text = readFileSync(stat, "utf8");
  return text.slice(text.lastIndexOf(")") + 2).split(" ")[19] ?? null;
};
