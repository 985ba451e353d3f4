import { parseArgs } from "node:util";

export interface LocalArguments {
  readonly port: number;
  readonly demo: boolean;
  readonly help: boolean;
}

const DEFAULT_PORT = 7400;

export const USAGE = `npm start -- [--port <number>] [--no-demo]

  --port <number>   where the API and the pages answer (${DEFAULT_PORT}; 0: any free port)
  --no-demo         without the demo directory`;

/** What was typed, or one sentence about what cannot be understood. */
export const readArguments = (typed: readonly string[]): LocalArguments => {
  const options = { port: { type: "string" }, demo: { type: "boolean" }, help: { type: "boolean", short: "h" } } as const;
  let values: { port?: string; demo?: boolean; help?: boolean };
  try {
    values = parseArgs({ args: [...typed], options, allowNegative: true }).values;
  } catch (error) {
    throw new Error(`${(error as Error).message}\n\n${USAGE}`);
  }
  const { port = `${DEFAULT_PORT}`, demo = true, help = false } = values;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new Error(`--port must be a number from 0 to 65535, not "${port}".`);
  return { port: Number(port), demo, help };
};
