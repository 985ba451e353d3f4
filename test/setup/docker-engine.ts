import { existsSync } from "node:fs";
import { request } from "node:http";

export interface DockerEngine {
  readonly address: string;
  readonly hasImage: (name: string) => Promise<boolean>;
}

const ANSWER_WITHIN_MS = 800;

/** A Docker engine that answers, looked for where testcontainers would look. Most machines have none, so a missing one is found out at once. */
export const findDockerEngine = async (environment: {
  readonly DOCKER_HOST?: string | undefined;
  readonly XDG_RUNTIME_DIR?: string | undefined;
  readonly HOME?: string | undefined;
}): Promise<DockerEngine | undefined> => {
  const { DOCKER_HOST, XDG_RUNTIME_DIR, HOME } = environment;
  const sockets = [
    "/var/run/docker.sock",
    `${XDG_RUNTIME_DIR ?? `/run/user/${process.getuid?.()}`}/docker.sock`,
    `${HOME}/.docker/run/docker.sock`,
    `${HOME}/.docker/desktop/docker.sock`,
  ];
  const candidates = DOCKER_HOST ? [DOCKER_HOST] : sockets.filter((path) => existsSync(path)).map((path) => `unix://${path}`);
  for (const address of candidates) {
    if ((await statusOf(address, "/_ping", ANSWER_WITHIN_MS)) === 200) {
      return { address, hasImage: async (name) => (await statusOf(address, `/images/${encodeURIComponent(name)}/json`, 5000)) === 200 };
    }
  }
  return undefined;
};

const statusOf = (address: string, path: string, timeoutMs: number): Promise<number | undefined> =>
  new Promise((resolve) => {
    const { protocol, hostname, port, pathname } = new URL(address);
    const where = protocol === "unix:" ? { socketPath: pathname } : { host: hostname, port: port || 2375 };
    const asked = request({ ...where, path, signal: AbortSignal.timeout(timeoutMs) }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.on("error", () => resolve(undefined));
    asked.end();
  });
