import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { readEnvironment } from "../config.ts";
import { installDebianPackages } from "./debian.ts";

/** The shell is smaller and has all that pages need. */
const NAMES = ["chromium-headless-shell", "chromium"];

/** A browser that programs can steer; Debian's package is installed when there is none. */
export const findChromium = (): string => {
  const known = locate();
  if (known !== undefined) return known;
  installDebianPackages(["chromium-headless-shell"], "to look at the console's pages");
  const installed = locate();
  if (installed === undefined) throw new Error("Chromium is needed to look at the console's pages, and was not found in PATH.");
  return installed;
};

const locate = (): string | undefined => {
  const directories = [...readEnvironment().PATH.split(delimiter), "/usr/bin"];
  return NAMES.flatMap((name) => directories.map((directory) => join(directory, name))).find((path) => existsSync(path));
};
