import { join } from "node:path";
import { startNatsServer } from "@dirstream/deploy/components/nats-server";
import { findNatsServer } from "@dirstream/deploy/components/nats-server-binary";
import type { Source } from "./choose-source.ts";
import { toolsDirectory } from "./places.ts";

const CONFIGURATION = "port: 4222\nhttp: 8222\njetstream { store_dir: /tmp/jetstream, sync_interval: always }\n";

export const startNatsContainer = async (image: string): Promise<Source<string>> => {
  const { GenericContainer, Wait } = await import("testcontainers"); // lazily: it is large, and most runs have no engine
  const container = await new GenericContainer(image)
    .withCopyContentToContainer([{ content: CONFIGURATION, target: "/tmp/dirstream.conf" }])
    .withCommand(["-c", "/tmp/dirstream.conf"])
    .withExposedPorts(4222)
    .withWaitStrategy(Wait.forLogMessage("Server is ready"))
    .start();
  return {
    values: `nats://${container.getHost()}:${container.getMappedPort(4222)}`,
    description: `a container of ${image}`,
    [Symbol.asyncDispose]: async () => void (await container.stop()),
  };
};

export const startLocalNats = async (directory: string, named: string | undefined): Promise<Source<string>> => {
  const binary = await findNatsServer({ named, cacheDirectory: toolsDirectory });
  const server = await startNatsServer({ binary, directory: join(directory, "nats") });
  return {
    values: server.url,
    description: `a local nats-server ${binary.version} (${binary.from})`,
    [Symbol.asyncDispose]: server.stop,
  };
};
