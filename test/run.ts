import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readResults, type Tally } from "./setup/results.ts";

/** `npm test`: every gate and every level of tests, even after one has failed. The last line says how much passed. */
const root = join(import.meta.dirname, "..");
const cache = join(root, "node_modules/.cache");
const resultsFile = join(cache, "test-results.json");

const gates: [name: string, command: string, args: string[]][] = [
  ["lint", "biome", ["check", "--error-on-warnings", "."]],
  ["types", "tsc", ["--noEmit"]],
  ["types of the pages", "tsc", ["--noEmit", "-p", "services/console/app"]],
  ["boundaries", "turbo", ["boundaries"]],
  ["unused", "knip", ["--no-progress"]],
  ["lock file", "npm", ["ci", "--dry-run", "--loglevel=error"]],
];
if (existsSync(join(root, "contracts/generate.ts"))) gates.push(["generated schemas", "node", ["contracts/generate.ts", "--check"]]);
gates.push(["generated types of the API", "node", ["services/console/generate-api.ts", "--check"]]);

const run = (command: string, args: string[]): boolean =>
  spawnSync(command, args, { cwd: root, stdio: "inherit", env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1" } }).status === 0;

const runGate = (command: string, args: string[]): Tally =>
  run(command, args) ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };

const runLevel = (level: string): Tally => {
  rmSync(resultsFile, { force: true });
  const succeeded = run("vitest", ["run", "--project", level, "--reporter=default", "--reporter=json", `--outputFile.json=${resultsFile}`]);
  return readResults(resultsFile, succeeded);
};

const timed = (name: string, work: () => Tally): Tally => {
  console.log(`\n== ${name}`);
  const began = performance.now();
  const tally = work();
  console.log(`-- ${name} ${tally.failed === 0 ? "ok" : "FAILED"} in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  return tally;
};

mkdirSync(cache, { recursive: true });
const tallies = [
  ...gates.map(([name, command, args]) => timed(name, () => runGate(command, args))),
  ...["unit", "int", "e2e"].map((level) => timed(level, () => runLevel(level))),
];
const total = (of: keyof Tally): number => tallies.reduce((sum, tally) => sum + tally[of], 0);
console.log(`\n${total("passed")} passed, ${total("failed")} failed${total("skipped") > 0 ? `, ${total("skipped")} skipped` : ""}`);
process.exitCode = total("failed") === 0 ? 0 : 1;
