import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { repository } from "../setup/places.ts";

const MEMBERS = 200_000;

/** The test of a large group, ten times as large as `npm test` has it. Whether it has passed. */
export const readLargeGroup = (): boolean => {
  const vitest = join(repository, "node_modules/.bin/vitest");
  const command = [`TEST_LARGE_GROUP=${MEMBERS}`, vitest, "run", "--project", "e2e", "test/e2e/large-group"];
  return spawnSync("env", command, { cwd: repository, stdio: "inherit" }).status === 0;
};
