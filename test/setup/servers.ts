import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findNatsServer } from "@dirstream/deploy/components/nats-server-binary";
import type { TestProject } from "vitest/node";
import { chooseSource } from "./choose-source.ts";
import { ldapFromEnvironment, readTestConfig } from "./config.ts";
import { findDockerEngine } from "./docker-engine.ts";
import { startLdapContainer, startLocalLdap } from "./ldap.ts";
import { startLocalNats, startNatsContainer } from "./nats.ts";
import { toolsDirectory } from "./places.ts";
import { startLocalPostgres, startPostgresContainer } from "./postgres.ts";

/** vitest's global set-up of the `int` level: one NATS, one Postgres, one directory for the run. The returned function ends them. */
export default async ({ provide }: TestProject): Promise<() => Promise<void>> => {
  const config = readTestConfig();
  const engine = await findDockerEngine(config);
  const directory = await mkdtemp(join(tmpdir(), "dirstream-test-"));
  await chmod(directory, 0o711); // mkdtemp lets nobody else in, and Postgres may run as a user of its own

  await using started = new AsyncDisposableStack();
  started.defer(() => rm(directory, { recursive: true, force: true }));

  const nats = await chooseSource(
    {
      name: "NATS",
      named: config.TEST_NATS_URL,
      image: config.TEST_NATS_IMAGE,
      startContainer: startNatsContainer,
      startLocal: () => startLocalNats(directory, config.NATS_SERVER),
    },
    engine,
  );
  provide("natsUrl", started.use(nats).values);
  provide("natsServer", await localNatsServer(config.NATS_SERVER));

  const postgres = await chooseSource(
    {
      name: "Postgres",
      named: config.TEST_DATABASE_URL,
      image: config.TEST_POSTGRES_IMAGE,
      startContainer: startPostgresContainer,
      startLocal: () => startLocalPostgres(directory),
    },
    engine,
  );
  provide("postgresUrl", started.use(postgres).values);

  const ldap = await chooseSource(
    {
      name: "LDAP",
      named: ldapFromEnvironment(config),
      image: config.TEST_LDAP_IMAGE,
      startContainer: (image) => startLdapContainer(image, directory),
      startLocal: () => startLocalLdap(directory),
    },
    engine,
  );
  provide("ldap", started.use(ldap).values);

  const kept = started.move(); // all went well: the run disposes of them, not this function
  return () => kept.disposeAsync();
};

/** Tests that kill a server start one of their own, wherever the others' came from; null, said aloud, where there is no program for it. */
const localNatsServer = async (named: string | undefined): Promise<string | null> => {
  try {
    return (await findNatsServer({ named, cacheDirectory: toolsDirectory })).path;
  } catch (error) {
    console.log(`No nats-server to kill: tests of its outages are skipped. ${error instanceof Error ? error.message : error}`);
    return null;
  }
};
