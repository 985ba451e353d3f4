import { spawnSync } from "node:child_process";
import { type Stats, statSync } from "node:fs";
import { dirname } from "node:path";

/** Postgres refuses to run as root: this is who runs it instead. */
export interface PostgresAccount {
  readonly uid: number;
  readonly gid: number;
}

/** The operating system's user `postgres` when we are root (made when it is missing), else nobody but ourselves. */
export const postgresAccount = (): PostgresAccount | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  const existing = idsOfPostgres();
  if (existing !== undefined) return existing;
  spawnSync("groupadd", ["--system", "--force", "postgres"]);
  spawnSync("useradd", ["--system", "--gid", "postgres", "--no-create-home", "--shell", "/usr/sbin/nologin", "postgres"]);
  const made = idsOfPostgres();
  if (made === undefined) {
    throw new Error(
      "Postgres does not run as root, and a user `postgres` could not be made: start as an ordinary user, or set DATABASE_URL.",
    );
  }
  return made;
};

const idsOfPostgres = (): PostgresAccount | undefined => {
  const [uid, gid] = ["-u", "-g"].map((which) => Number.parseInt(spawnSync("id", [which, "postgres"], { encoding: "utf8" }).stdout, 10));
  return Number.isInteger(uid) && Number.isInteger(gid) ? { uid: uid as number, gid: gid as number } : undefined;
};

/** Whether an account may walk down to a directory: it needs the right to search each one on the way. */
export const canReach = (
  directory: string,
  account: PostgresAccount | undefined,
  stat: (path: string) => Stats | undefined = statOf,
): boolean => {
  if (account === undefined) return true;
  for (let path = directory; ; path = dirname(path)) {
    const found = stat(path);
    if (found !== undefined && !maySearch(found, account)) return false;
    if (path === dirname(path)) return true;
  }
};

const maySearch = ({ mode, uid, gid }: Stats, account: PostgresAccount): boolean => {
  if (uid === account.uid) return (mode & 0o100) !== 0;
  if (gid === account.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
};

const statOf = (path: string): Stats | undefined => statSync(path, { throwIfNoEntry: false });
