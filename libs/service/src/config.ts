import * as z from "zod";

export const LogLevel = z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]);
export type LogLevel = z.output<typeof LogLevel>;

/** Words with commas between. */
export const commaSeparated = <Item extends z.ZodType<string, string>>(item: Item) =>
  z
    .string()
    .default("")
    .transform((text) => text.split(",").map((word) => word.trim()))
    .transform((words) => words.filter((word) => word !== ""))
    .pipe(z.array(item));

/** A number written as text: an environment has nothing else. */
export const Port = z
  .string()
  .regex(/^\d{1,5}$/, "must be a port number")
  .transform(Number)
  .refine((port) => port <= 65_535, "must be a port number, 65535 at most");

/** What every service is told: where NATS is, where to listen, how much to log. */
export const ServiceConfig = z.object({
  NATS_URL: z.string().regex(/^(nats|tls|wss?):\/\/\S+$/, "must be a URL such as nats://127.0.0.1:4222"),
  /** The file with this service's user and key. */
  NATS_CREDS_FILE: z.string().optional(),
  /** Keeps streams and subjects of one run apart from another's on the same server. */
  NATS_NAMESPACE: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,40}$/, "must be 1 to 40 letters, digits, - and _")
    .optional(),
  HOST: z.string().default("127.0.0.1"),
  PORT: Port.default(0),
  LOG_LEVEL: LogLevel.default("info"),
});

/** Whose tokens an HTTP service believes. */
export const AuthConfig = z
  .object({
    JWKS_FILE: z.string().optional(),
    JWKS_URL: z.url().optional(),
    JWT_ISSUER: z.string(),
    JWT_AUDIENCE: z.string(),
  })
  .refine(({ JWKS_FILE, JWKS_URL }) => (JWKS_FILE === undefined) !== (JWKS_URL === undefined), {
    path: ["JWKS_FILE"],
    message: "or JWKS_URL must be set, and only one of them",
  });

/** The configuration in this environment, or the sentences that say what is wrong with it. Values are never repeated: some are secrets. */
export const parseConfig = <Schema extends z.ZodType>(
  schema: Schema,
  environment: Readonly<Record<string, string | undefined>>,
): { readonly config: z.output<Schema> } | { readonly problems: readonly string[] } => {
  // `PORT=` in a compose file means that nobody has set it.
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = schema.safeParse(set);
  if (parsed.success) return { config: parsed.data };
  return {
    problems: parsed.error.issues.map((issue) => {
      const name = issue.path.join(".");
      return set[name] === undefined && issue.code === "invalid_type" ? `${name} is not set` : `${name}: ${issue.message}`;
    }),
  };
};

/** Reads the environment; what does not fit is said in one message, and the process ends with status 1. */
export const readConfig = <Schema extends z.ZodType>(schema: Schema): z.output<Schema> => {
  const read = parseConfig(schema, process.env);
  if ("config" in read) return read.config;
  return refuseToStart(`The configuration does not fit:\n${read.problems.map((problem) => `  ${problem}`).join("\n")}`);
};

/** Where a test wants this process to end or to freeze: a name, and at which passing. */
export interface KillPoint {
  readonly name: string;
  readonly passing: number;
  readonly signal: "SIGKILL" | "SIGSTOP";
}

const KILL_POINT = /^(?<name>[A-Za-z-]+\.[A-Za-z]+)(?::(?<passing>[1-9]\d*))?(?<stop>:stop)?$/;

/** `name`, or `name:n` for the n-th passing; with `:stop` behind it the process is frozen there instead of killed. */
export const parseKillPoint = (text: string | undefined): KillPoint | undefined => {
  if (text === undefined || text === "") return undefined;
  const { name, passing = "1", stop } = KILL_POINT.exec(text)?.groups ?? {};
  if (name === undefined) throw new Error(`KILL_POINT must be a name, or name:n for the n-th passing, and not "${text}"`);
  return { name, passing: Number(passing), signal: stop === undefined ? "SIGKILL" : "SIGSTOP" };
};

export const readKillPoint = (): KillPoint | undefined => {
  try {
    return parseKillPoint(process.env.KILL_POINT);
  } catch (error) {
    return refuseToStart(error);
  }
};

/** Ends the process with status 1 and the sentence that says why, for the person who started it. */
export const refuseToStart = (reason: unknown): never => {
  process.stderr.write(`${reason instanceof Error ? reason.message : String(reason)}\n`);
  process.exit(1);
};
