import { type RunningSystem, startSystem } from "../fixtures/running-system.ts";
import { startTcpProxy, type TcpProxy } from "../setup/tcp-proxy.ts";
import { type Crew, gatherCrew } from "./crew.ts";

/** The whole product with a hand at every process, and at the way between the services and NATS. */
export interface FaultSystem extends AsyncDisposable {
  readonly system: RunningSystem;
  readonly crew: Crew;
  readonly wayToNats: TcpProxy;
}

/** A run is read in small pages, and a failure that may pass is soon tried again. */
const SETTINGS = { "ldap-fetcher": { PAGE_SIZE: "50", RETRY_DELAYS_MS: "200,400,800,1600" } };

export const startFaultSystem = async (): Promise<FaultSystem> => {
  await using stack = new AsyncDisposableStack();
  const system = stack.use(await startSystem({ settings: SETTINGS }));
  const wayToNats = stack.use(await startTcpProxy({ host: "127.0.0.1", port: Number(new URL(system.local.file.natsUrl).port) }));
  const crew = await gatherCrew(system.local, { NATS_URL: `nats://127.0.0.1:${wayToNats.port}` }, stack);
  const running = stack.move();
  return { system, crew, wayToNats, [Symbol.asyncDispose]: () => running.disposeAsync() };
};
