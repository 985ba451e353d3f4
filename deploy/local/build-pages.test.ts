import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isOutdated } from "./build-pages.ts";

let folder: string;
const at = (name: string) => join(folder, name);
const write = async (name: string, seconds: number) => {
  await writeFile(at(name), "");
  await utimes(at(name), seconds, seconds);
};
const outdated = () => isOutdated(at("built.html"), [at("app"), at("settings.ts")]);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "dirstream-pages-"));
  await mkdir(at("app/pages"), { recursive: true });
  await write("app/pages/one.tsx", 100);
  await write("settings.ts", 100);
  for (const directory of ["app/pages", "app"]) await utimes(at(directory), 100, 100);
});
afterEach(() => rm(folder, { recursive: true }));

test("pages that were never built are", () => {
  expect(outdated()).toBe(true);
});

test("pages that are newer than all they are made of are left alone", async () => {
  await write("built.html", 200);
  expect(outdated()).toBe(false);
});

test.each(["app/pages/one.tsx", "settings.ts"])("a change of %s builds them again", async (name) => {
  await write("built.html", 200);
  await write(name, 300);
  expect(outdated()).toBe(true);
});

test("a source that was removed builds them again", async () => {
  await write("built.html", 200);
  await rm(at("app/pages/one.tsx"));
  expect(outdated()).toBe(true);
});
