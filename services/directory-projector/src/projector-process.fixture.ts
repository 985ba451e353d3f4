import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, onTestFinished, vi } from "vitest";

/** The service as a process of its own, killed with the test. */
export const startProjectorProcess = (env: Readonly<Record<string, string>>) => {
  const child: ChildProcess = spawn(process.execPath, [join(import.meta.dirname, "main.ts")], { env, stdio: ["ignore", "pipe", "pipe"] });
  const said = { out: "", err: "" };
  child.stdout?.on("data", (text) => (said.out += text));
  child.stderr?.on("data", (text) => (said.err += text));
  const exit = once(child, "exit").then(([code]) => code as number | null);
  onTestFinished(() => void child.kill("SIGKILL"));
  const url = () => /"url":"([^"]+)"/.exec(said.out)?.[1] ?? "";
  const isReady = async () => expect((await fetch(`${url()}/readyz`)).status).toBe(200);
  return { child, said, exit, url, ready: () => vi.waitFor(isReady, { timeout: 20_000 }) };
};
