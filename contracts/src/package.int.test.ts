import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const run = promisify(execFile);
const here = fileURLToPath(new URL("..", import.meta.url));
const installedHere = join(here, "..", "node_modules");
let team: string;

beforeAll(async () => {
  await run("npm", ["run", "build"], { cwd: here });
  team = await mkdtemp(join(tmpdir(), "another-team-"));
  const [packed] = JSON.parse((await run("npm", ["pack", "./dist", "--json", "--pack-destination", team], { cwd: here })).stdout);
  const installed = join(team, "node_modules", "@dirstream", "contracts");
  await mkdir(installed, { recursive: true });
  await run("tar", ["-xzf", join(team, packed.filename), "-C", installed, "--strip-components=1"]);
  await symlink(join(installedHere, "zod"), join(team, "node_modules", "zod"));
  await cp(join(here, "samples", "EntryChanged.v1", "user-created.json"), join(team, "message.json"));
});

afterAll(() => rm(team, { recursive: true, force: true }));

test("another team reads an event with what npm packs", async () => {
  const script = `
    import { readFileSync } from "node:fs";
    import { entryEvents } from "@dirstream/contracts";
    const { event } = entryEvents.decode(readFileSync("message.json"));
    console.log(event.type, event.data.profile.displayName);`;
  await writeFile(join(team, "read.mjs"), script);
  expect((await run("node", ["read.mjs"], { cwd: team })).stdout.trim()).toBe("EntryChanged Zoë Nakamura");
});

test("another team's compiler knows what an event holds", async () => {
  const script = `
    import { entryEvents } from "@dirstream/contracts";
    const decoded = entryEvents.decode(new Uint8Array());
    if (decoded.kind === "event" && decoded.event.type === "EntryChanged") {
      const right: string = decoded.event.data.dn;
      const wrong: number = decoded.event.data.dn;
      void right, wrong;
    }`;
  await writeFile(join(team, "read.ts"), script);
  const options = [
    "--noEmit",
    "--strict",
    "--skipLibCheck",
    "false",
    "--types",
    "",
    "--target",
    "es2022",
    "--module",
    "nodenext",
    "read.ts",
  ];
  const checked = await run(join(installedHere, ".bin", "tsc"), options, { cwd: team }).catch((error: { stdout: string }) => error);
  expect(checked.stdout.match(/error TS\d+/g)).toEqual(["error TS2322"]);
});
