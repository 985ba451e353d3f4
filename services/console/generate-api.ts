/**
 * Writes the types of the API for the pages, from what the services say of themselves. They are checked in, so that a change of the API
 * shows in a diff and the pages compile without running anything. `--check` writes nothing and fails when they are out of date.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import openapiTypescript, { astToString, type OpenAPI3 } from "openapi-typescript";
import { mergeApiDocuments } from "./src/merge-api-documents.ts";

const file = join(import.meta.dirname, "app/api/schema.ts");
const services = join(import.meta.dirname, "..");
const HEADING = "// Written by services/console/generate-api.ts from the services' own descriptions. Do not edit.\n";

/** Enough for a service to answer: it describes its API before the log or the database has ever been reached. */
const environmentIn = (folder: string): Record<string, string> => {
  const at = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  return {
    PORT: "0",
    LOG_LEVEL: "info",
    NATS_URL: "nats://127.0.0.1:1",
    DATABASE_URL: "postgres://nobody@127.0.0.1:1/nothing",
    JWKS_FILE: at("jwks.json", '{"keys":[]}'),
    JWT_ISSUER: "nobody",
    JWT_AUDIENCE: "nobody",
    SEAL_PUBLIC_KEY_FILE: at("seal-public.key", `${randomBytes(32).toString("base64")}\n`),
  };
};

const describedBy = async (service: string, env: Record<string, string>): Promise<unknown> => {
  const started = spawn(process.execPath, [join(services, service, "src/main.ts")], { env, stdio: ["ignore", "pipe", "inherit"] });
  try {
    const answer = await fetch(`${await addressOf(service, started)}/api/v1/openapi.json`);
    if (!answer.ok) throw new Error(`${service} does not describe its API: HTTP ${answer.status}`);
    return await answer.json();
  } finally {
    const ended = once(started, "exit");
    if (started.exitCode === null && started.kill("SIGKILL")) await ended;
  }
};

const addressOf = async (service: string, { stdout }: ChildProcess): Promise<string> => {
  if (stdout === null) throw new Error("a service's output is not read");
  for await (const line of createInterface({ input: stdout })) {
    const [, url] = /"url":"(http:[^"]+)"/.exec(line) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error(`${service} has ended before it said where it listens`);
};

const folder = mkdtempSync(join(tmpdir(), "dirstream-api-"));
try {
  const env = environmentIn(folder);
  const documents = await Promise.all(["directory-projector", "connector-service"].map((service) => describedBy(service, env)));
  const types = await openapiTypescript(mergeApiDocuments(documents) as unknown as OpenAPI3);
  const wanted = HEADING + astToString(types);
  if (!process.argv.includes("--check")) writeFileSync(file, wanted);
  else if (readFileSync(file, "utf8") !== wanted) {
    console.error("services/console/app/api/schema.ts is out of date. Run: node services/console/generate-api.ts");
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
