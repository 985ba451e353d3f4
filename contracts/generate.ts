/**
 * Writes what readers in other languages need, from the zod schemas: a JSON Schema per event and version and per webhook message, and an AsyncAPI 3 document.
 * Both are checked in, so that a change of contract shows in a diff. `--check` writes nothing and fails when they are out of date.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { asyncApi } from "./asyncapi.ts";
import { type EventSchema, eventSchemas, webhookSchemas } from "./json-schema.ts";
import { accountEvents, connectorEvents, entryEvents, requestEvents, syncEvents } from "./src/index.ts";

const here = fileURLToPath(new URL(".", import.meta.url));

const schemas = [accountEvents, connectorEvents, requestEvents, syncEvents, entryEvents].flatMap(({ types }) =>
  types.flatMap(eventSchemas),
);

const wanted = new Map<string, string>([
  ...[...schemas, ...webhookSchemas()].map(({ file, schema }: Pick<EventSchema, "file" | "schema">) => {
    return [file, `${JSON.stringify(schema, null, 2)}\n`] as const;
  }),
  ["asyncapi.yaml", asyncApi(schemas)],
]);

const present = (file: string): string | undefined => {
  try {
    return readFileSync(here + file, "utf8");
  } catch {
    return undefined;
  }
};

const left = (readdirSync(here, { recursive: true }) as string[]).filter((file) => /^schemas[/\\].+/.test(file) && !wanted.has(file));
const drifted = [...wanted].filter(([file, text]) => present(file) !== text).map(([file]) => file);

if (process.argv.includes("--check")) {
  const wrong = [...drifted.map((file) => `${file} is out of date`), ...left.map((file) => `${file} belongs to nothing`)];
  for (const line of wrong) console.error(`contracts/${line}`);
  if (wrong.length > 0) console.error("Run: node contracts/generate.ts, and look at what it changed: readers depend on it.");
  process.exitCode = wrong.length > 0 ? 1 : 0;
} else {
  for (const file of left) rmSync(here + file);
  for (const file of drifted) {
    mkdirSync(dirname(here + file), { recursive: true });
    writeFileSync(here + file, wanted.get(file) as string);
    console.log(`contracts/${file}`);
  }
}
