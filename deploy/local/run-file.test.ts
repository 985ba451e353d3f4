import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { claimHome } from "./run-file.ts";

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "dirstream-home-"));
});
afterEach(() => rm(home, { recursive: true }));

const mark = async () => JSON.parse(await readFile(join(home, "running.json"), "utf8"));

test("a home that a living process keeps is refused", async () => {
  await claimHome(home);
  // the parent lives as long as we do; its mark is made as it would have made it itself
  const began = process.platform === "linux" ? beganAt(await readFile(`/proc/${process.ppid}/stat`, "utf8")) : "alive";
  await writeFile(join(home, "running.json"), JSON.stringify({ pid: process.ppid, began }));
  await expect(claimHome(home)).rejects.toThrow(/already running here \(process \d+\)/);
});

test("a mark whose process is gone, or whose number somebody else has now, does not hold", async () => {
  for (const gone of [
    { pid: 2 ** 22 + 1, began: "1" },
    { pid: process.ppid, began: "1" },
  ]) {
    await writeFile(join(home, "running.json"), JSON.stringify(gone));
    await claimHome(home);
    expect((await mark()).pid).toBe(process.pid);
  }
});

test("the mark goes with the run", async () => {
  const claim = await claimHome(home);
  await claim[Symbol.asyncDispose]();
  await expect(mark()).rejects.toThrow(/ENOENT/);
});

const beganAt = (stat: string) => stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
