import { join } from "node:path";
import * as z from "zod";

export const repository = join(import.meta.dirname, "../..");

/** Where Node keeps what it has compiled of the services: a start takes half the time, and the sources need not stay in memory. */
export const compiledDirectory = join(repository, "node_modules/.cache/compiled");

const LocalEnvironment = z.object({
  /** Where the data of a local run lies. */
  DIRSTREAM_HOME: z.string().min(1).default(join(repository, ".dirstream")),
  /** Used instead of an embedded Postgres. */
  DATABASE_URL: z.string().min(1).optional(),
  /** Used instead of a nats-server of our own; with the credentials of a user who may do everything, where it asks for them. */
  NATS_URL: z.string().min(1).optional(),
  NATS_CREDS_FILE: z.string().min(1).optional(),
  NATS_SERVER: z.string().min(1).optional(),
  /** Who sends mail when a connector needs somebody; without it nobody is written to. */
  SMTP_URL: z.string().min(1).optional(),
  MAIL_FROM: z.string().min(1).optional(),
  LOG_LEVEL: z.string().min(1).default("info"),
  PATH: z.string().default("/usr/bin:/bin"),
});
export type LocalEnvironment = z.output<typeof LocalEnvironment>;

export const readEnvironment = (): LocalEnvironment => {
  // `NATS_URL=` in a shell means that nobody has set it
  const set = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ""));
  return LocalEnvironment.parse(set);
};
