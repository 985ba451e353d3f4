import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startNatsServer } from "./nats-server.ts";
import { findNatsServer } from "./nats-server-binary.ts";
import { startPostgres } from "./postgres.ts";
import type { Server } from "./processes.ts";
import { startSlapd } from "./slapd.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "dirstream-components-"));
  await chmod(directory, 0o711);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });

/** Killed, gone, and back as another process at the same address; stopped, gone for good. */
const expectToComeBack = async (server: Server & { readonly port: number }): Promise<void> => {
  const before = server.pid;
  await server.kill();
  expect(await accepts(server.port)).toBe(false);
  await server.start();
  expect(server.pid).not.toBe(before);
  expect(await accepts(server.port)).toBe(true);
  await server.stop();
  expect(await accepts(server.port)).toBe(false);
};

test("a killed nats-server comes back on its port", async () => {
  const binary = await findNatsServer({ cacheDirectory: join(import.meta.dirname, "../../../.dirstream/tools") });
  await expectToComeBack(await startNatsServer({ binary, directory: join(directory, "nats") }));
});

test("a killed Postgres comes back on its port", async () => {
  await using server = await startPostgres({ directory: join(directory, "postgres"), database: "dirstream" });
  await expectToComeBack(server);
  await server.remove();
});

test("a killed slapd comes back on its port, with what it held", async () => {
  const ldif = "dn: dc=example,dc=com\nobjectClass: domain\ndc: example\n\n";
  const slapd = await startSlapd({ directory: join(directory, "slapd"), adminPassword: randomBytes(8).toString("hex"), ldif });
  await expectToComeBack(slapd);
  expect(await slapd.slapcat()).toMatch(/^dn: dc=example,dc=com\n[\s\S]*entryUUID: /);
});

test("a configuration that is wrong is told in the words of the server", async () => {
  const binary = await findNatsServer({ cacheDirectory: join(import.meta.dirname, "../../../.dirstream/tools") });
  const started = startNatsServer({ binary, directory: join(directory, "wrong"), configuration: "jetstream { nonsense: 1 }" });
  await expect(started).rejects.toThrow(/nats-server ended while it was starting[\s\S]*nonsense/);
});
