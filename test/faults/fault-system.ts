import { type SyncEvent, subjects, syncEvents, TERMINALS } from "@dirstream/contracts";
import { connectAsAdmin } from "../checker/read-log.ts";
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

/** The last that the log has of a connector's runs. */
export interface LastMessage {
  readonly sequence: number;
  readonly event: SyncEvent;
  readonly isOpen: boolean;
}

export interface Watch extends AsyncDisposable {
  /** undefined when there is none yet, or when NATS does not answer. */
  readonly last: () => Promise<LastMessage | undefined>;
}

/** It is killed on purpose, and is to be seen again as soon as it is back. */
const COMES_BACK = { maxReconnectAttempts: -1, reconnectTimeWait: 100 };

/** Looks at a connector's runs past everything that is broken on purpose. */
export const watchRuns = async ({ system }: FaultSystem, connector: string): Promise<Watch> => {
  const subject = subjects.sync(system.address.account, connector);
  const nats = await connectAsAdmin(system.logAddress, COMES_BACK);
  const last: Watch["last"] = async () => {
    try {
      const manager = await nats.jetstreamManager({ timeout: 1_000, checkAPI: false });
      const { seq: sequence, data } = await manager.streams.getMessage("DIRECTORY", { last_by_subj: subject });
      const decoded = syncEvents.decode(data);
      if (decoded.kind !== "event") return undefined;
      return { sequence, event: decoded.event, isOpen: !TERMINALS.includes(decoded.event.type) };
    } catch {
      return undefined;
    }
  };
  return { last, [Symbol.asyncDispose]: () => nats.close() };
};
