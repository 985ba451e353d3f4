#!/usr/bin/env node
// Plain JavaScript, so that any Node can at least say what it needs. The sources are TypeScript that Node 24 runs as it is.
import { spawn } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const NEEDED = 24;
const here = dirname(realpathSync(fileURLToPath(import.meta.url)));

const packages = [`node-${process.platform}-${process.arch}`, `node-bin-${process.platform}-${process.arch}`];

/** npm installs a Node 24 as a package of its own; it is the first one upwards from here. Older versions of npm link no program for it. */
const installedNode = (folder) => {
  const candidate = packages.map((name) => join(folder, "node_modules", name, "bin", "node")).find((path) => existsSync(path));
  if (candidate !== undefined) return candidate;
  return dirname(folder) === folder ? undefined : installedNode(dirname(folder));
};

const main = join(here, "..", "src", "main.ts");
if (Number(process.versions.node.split(".")[0]) >= NEEDED) {
  await import(main);
} else {
  const node = installedNode(here);
  if (node === undefined) {
    console.error(
      `dirstream needs Node ${NEEDED} or newer and this is ${process.versions.node}. Run npm install in its folder, which brings one.`,
    );
    process.exitCode = 1;
  } else {
    const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: "inherit" });
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
    child.on("exit", (code, signal) => {
      process.exitCode = signal === null ? code : 1;
    });
  }
}
