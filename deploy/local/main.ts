import { once } from "node:events";
import { shutdownSignal } from "@dirstream/service";
import { openApi } from "./api.ts";
import { readArguments, USAGE } from "./arguments.ts";
import { buildPages } from "./build-pages.ts";
import { readEnvironment } from "./config.ts";
import { PEOPLE_AND_GROUPS } from "./demo/demo-directory.ts";
import { registerAccount, registerDemoConnector } from "./demo-connector.ts";
import { showFirstSync } from "./first-sync.ts";
import { startLocal } from "./start-local.ts";
import { welcome } from "./welcome.ts";

const STOP_WITHIN_MS = 40_000;
const signal = shutdownSignal(STOP_WITHIN_MS);

const run = async (): Promise<void> => {
  const { port, demo, help } = readArguments(process.argv.slice(2));
  if (help) return console.log(USAGE);
  const { DIRSTREAM_HOME: home, ...environment } = readEnvironment();
  const say = (sentence: string) => console.log(sentence);

  const pages = buildPages(home, say, signal);
  // Everything is stopped in reverse order when this block ends, whether by a signal or by an error.
  await using local = await startLocal({ home, port, demo, environment, restart: true, say, signal });
  const api = openApi(local.file.url, local.file.token);
  await registerAccount(api);
  const connectorId = local.file.directory === null ? undefined : await registerDemoConnector(api, local.file.directory);
  if (connectorId !== undefined) await showFirstSync(api, connectorId, PEOPLE_AND_GROUPS, signal);
  await pages;
  console.log(welcome(local, connectorId));
  if (!signal.aborted) await once(signal, "abort");
  console.log("\nStopping …");
};

try {
  await run();
} catch (error) {
  if (!signal.aborted) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
