// Runs on whatever Node the machine has (18 or later), before anything is installed: plain JavaScript, built-ins only.
// node deploy/local/start.mjs <entry.ts> [arguments …]   installs what is missing, then runs the entry on Node 24.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const [entry, ...rest] = process.argv.slice(2);

const fail = (sentence) => {
  console.error(sentence);
  process.exit(1);
};

const majorOf = (node) => Number(/^v(\d+)/.exec(spawnSync(node, ["--version"], { encoding: "utf8" }).stdout ?? "")?.[1] ?? 0);

const isInstalled = () => {
  const installed = join(root, "node_modules/.package-lock.json");
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, "package-lock.json")).mtimeMs;
};

const install = () => {
  console.log("Installing dependencies (once, about half a minute) …");
  // Under `npm start`, the npm that runs us is known; a bare `node deploy/local/start.mjs` uses the one in PATH.
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ["npm"];
  const args = [...npm.slice(1), "ci", "--loglevel=error", "--no-audit", "--no-fund"];
  const { status, error } = spawnSync(npm[0], args, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  if (error !== undefined) fail("npm is needed to install the dependencies, and there is none in PATH.");
  if (status !== 0) fail("The dependencies could not be installed: npm's reason stands above. Is the npm registry reachable?");
};

if (entry === undefined) fail("Say what to run: node deploy/local/start.mjs deploy/local/main.ts");
if (majorOf(process.execPath) < 18) fail(`Node 18 or later is needed to start, and this is ${process.version}.`);
if (!isInstalled()) install();

// npm's own packages of Node; not by node_modules/.bin/node, which older versions of npm do not make.
const packages = [`node-${process.platform}-${process.arch}`, `node-bin-${process.platform}-${process.arch}`];
const candidates = [process.execPath, ...packages.map((name) => join(root, "node_modules", name, "bin/node"))];
const node = candidates.find((path) => majorOf(path) >= 24);
if (node === undefined)
  fail(`Node 24 or later is needed, and npm has none for ${process.platform}-${process.arch}: install it from nodejs.org.`);

const path = [dirname(node), join(root, "node_modules/.bin"), process.env.PATH].join(delimiter);
const child = spawn(node, [join(root, entry), ...rest], { cwd: root, stdio: "inherit", env: { ...process.env, PATH: path } });

// Ctrl-C reaches the child from the terminal itself, so it is not passed on a second time; what is sent to us alone is.
process.on("SIGINT", () => {});
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("error", (error) => fail(`${node} could not be started: ${error.message}`));
child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 143)));
