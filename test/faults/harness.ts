import { setTimeout as delay } from "node:timers/promises";
import { isA, type LogEvent } from "../checker/stored-message.ts";
import { eventually } from "../fixtures/api-client.ts";
import type { LiveDirectory } from "../fixtures/live-directory.ts";
import { type Watch, watchRuns } from "../fixtures/watch-runs.ts";
import { startTcpProxy, type TcpProxy } from "../setup/tcp-proxy.ts";
import { COMPANY_DN, type Company, makeCompany } from "./company.ts";
import { revive } from "./crew.ts";
import type { FaultSystem } from "./fault-system.ts";
import { type Hit, type SeedReport, stateAt } from "./report.ts";
import { type Fault, type Round, type Schedule, SERVICE_VICTIMS, type Victim, victimOf } from "./schedule.ts";

/** A connector of its own under its schedule. */
interface Stage extends FaultSystem {
  readonly connector: string;
  readonly directory: LiveDirectory;
  readonly company: Company;
  readonly wayToLdap: TcpProxy;
  readonly watch: Watch;
  readonly hits: Hit[];
  /** Runs that a killed fetcher has left open: nobody is at work in them. */
  readonly orphans: Set<string>;
  /** Who is down because the schedule says so. */
  readonly down: Set<Victim>;
}

const LENIENT = { removals: { count: 1_000_000, percent: 100, percentFrom: 20 } };

/** Runs one schedule, waits until everything has come to rest, and then checks every promise. */
export const runSchedule = async (faults: FaultSystem, schedule: Schedule): Promise<SeedReport> => {
  const began = performance.now();
  const { system } = faults;
  const { seed, rounds } = schedule;
  const hits: Hit[] = [];
  let connector = "";
  let failure: string | undefined;
  try {
    await using stack = new AsyncDisposableStack();
    const company = makeCompany(seed);
    const directory = await system.startDirectory(`seed-${seed}-${Date.now()}`, company.ldif);
    stack.defer(() => directory.slapd.stop());
    const wayToLdap = stack.use(await startTcpProxy({ host: "127.0.0.1", port: directory.slapd.port }));
    const isExodus = rounds.some(({ leaving }) => leaving > 0);
    const register = async () => {
      const settings = { name: `Seed ${seed}`, baseDn: COMPANY_DN, port: wayToLdap.port, ...(isExodus ? { guard: LENIENT } : {}) };
      return (await system.api.register(directory, settings)).connectorId;
    };
    for (const [at, round] of rounds.entries()) {
      await prepare(faults, round);
      wayToLdap.set({ kind: "slow", delayMs: round.ldapDelayMs });
      if (at === 0) connector = await register();
      const watch = stack.use(await watchRuns(system, connector));
      const stage: Stage = { ...faults, connector, directory, company, wayToLdap, watch, hits, orphans: new Set(), down: new Set() };
      await suffer(stage, round, at);
      await converge(stage);
    }
    await system.check([{ connector, directory, baseDn: COMPANY_DN }]);
    await retire(faults, connector);
  } catch (error) {
    failure = error instanceof Error ? [error.message, error.cause].filter(Boolean).join("\n") : String(error);
  }
  const log = await system.log().catch(() => []);
  const abandoned = abandonedRuns(log, connector);
  const interrupted = hits.filter(({ whom, what }) => whom !== "ldap-fetcher" || what !== "freeze").length;
  if (abandoned > interrupted) failure ??= `${abandoned} runs were abandoned, and only ${interrupted} times something was in their way`;
  return {
    ...{ seed, failure, abandoned, seconds: (performance.now() - began) / 1000 },
    hits: hits.map((hit) => ({ ...hit, ...stateAt(log, connector, hit.atMs) })),
  };
};

const abandonedRuns = (log: readonly LogEvent[], connector: string): number =>
  log.filter(
    (it) => isA(it, "SyncFailed") && it.place.of === "sync" && it.place.connector === connector && it.event.data.code === "abandoned",
  ).length;

/** Starts the service whose kill point is in the round anew, so that it has it. */
const prepare = async ({ crew }: FaultSystem, { killPoint }: Round): Promise<void> => {
  if (killPoint === null) return;
  const member = crew[victimOf(killPoint.name)];
  member.arm(`${killPoint.name}:${killPoint.passing}`);
  await member.server.stop();
  await member.server.start();
  // A projector may reach its kill point before it is ready.
  await Promise.race([member.ready().catch(() => undefined), member.server.exited]);
};

const suffer = async (stage: Stage, round: Round, at: number): Promise<void> => {
  const { directory, company } = stage;
  if (round.changes > 0) await directory.change(...company.change(round.changes));
  if (round.leaving > 0) await directory.change(...company.leave(round.leaving));
  const before = at === 0 ? 0 : ((await stage.watch.last())?.sequence ?? 0);
  if (at > 0) await ask(stage, "incremental");

  const isOver = new AbortController();
  const attending = attend(stage, isOver.signal);
  try {
    const meanwhile = round.changesMeanwhile === 0 ? undefined : changeMeanwhile(stage, before, round.changesMeanwhile);
    for (const fault of round.faults) await strike(stage, fault, before);
    await meanwhile;
    if (round.killPoint !== null) await killPointIsPast(stage, round.killPoint.name, before);
  } finally {
    isOver.abort();
    await attending;
  }
};

const OPENS_WITHIN_MS = 20_000;
const PASSES_WITHIN_MS = 12_000;
const LOOK_MS = 5;

const changeMeanwhile = async (stage: Stage, before: number, howMany: number): Promise<void> => {
  await runIsOpen(stage, before, false);
  await stage.directory.change(...stage.company.change(howMany));
};

/** Best effort: whoever takes the command may be the one that is down. */
const ask = async ({ system, connector }: Pick<Stage, "system" | "connector">, mode: "incremental" | "full"): Promise<void> => {
  await system.api.ask("POST", `/connectors/${connector}/syncs`, { mode }).catch(() => undefined);
};

const ASK_AGAIN_MS = 2_000;

/** Until somebody is at work in a run, asking for one where there is none. */
const runIsOpen = async (stage: Stage, before: number, hasProgressed: boolean): Promise<void> => {
  const deadline = performance.now() + OPENS_WITHIN_MS;
  for (let askedAt = performance.now(); performance.now() < deadline; await delay(LOOK_MS)) {
    const last = await stage.watch.last();
    const isOurs = last !== undefined && last.sequence > before && last.isOpen && !stage.orphans.has(last.event.data.syncId);
    if (isOurs && (!hasProgressed || last.event.type !== "SyncStarted")) return;
    if (isOurs || performance.now() - askedAt < ASK_AGAIN_MS) continue;
    await ask(stage, "full");
    askedAt = performance.now();
  }
};

const strike = async (stage: Stage, fault: Fault, before: number): Promise<void> => {
  if (fault.when.after !== "requested") await runIsOpen(stage, before, fault.when.after === "progressed");
  await delay(fault.when.delayMs);
  if (fault.do === "kill" || fault.do === "freeze" || fault.do === "restart") await strikeProcess(stage, fault);
  else await strikeWay(stage, fault);
};

const strikeProcess = async (stage: Stage, fault: Extract<Fault, { do: "kill" | "freeze" | "restart" }>): Promise<void> => {
  const { crew, down, hits } = stage;
  const { server, freeze, thaw } = crew[fault.whom];
  if (!server.isRunning()) return;
  const hit = () => void hits.push({ atMs: Date.now(), what: fault.do, whom: fault.whom });
  down.add(fault.whom);
  if (fault.do === "freeze") {
    hit();
    await freeze();
    await delay(fault.forMs);
    await thaw();
  } else {
    if (fault.whom === "ldap-fetcher") await markOrphan(stage);
    hit();
    await (fault.do === "kill" ? server.kill() : server.stop());
    if (fault.do === "kill") await delay(fault.downMs);
    await server.start();
  }
  down.delete(fault.whom);
};

const markOrphan = async ({ watch, orphans }: Stage): Promise<void> => {
  const last = await watch.last();
  if (last?.isOpen === true) orphans.add(last.event.data.syncId);
};

const strikeWay = async (stage: Stage, fault: Extract<Fault, { do: "reset" | "blackhole" | "cut" }>): Promise<void> => {
  const way = fault.whom === "way to LDAP" ? stage.wayToLdap : stage.wayToNats;
  stage.hits.push({ atMs: Date.now(), what: fault.do, whom: fault.whom });
  if (fault.do === "cut") {
    way.set({ kind: "cutAfter", bytes: fault.bytes });
    await delay(200);
  } else {
    way.set({ kind: fault.do });
    await delay(fault.forMs);
  }
  way.set({ kind: "reset" }); // what was lost inside a connection cannot come later: TCP would not let it
  way.set({ kind: "pass" });
};

const ATTEND_MS = 20;

/** Starts again what ended without being told to: at a kill point, or by its own decision. */
const attend = async (stage: Stage, signal: AbortSignal): Promise<void> => {
  const { crew, down, hits } = stage;
  while (!signal.aborted) {
    for (const name of SERVICE_VICTIMS) {
      const { server, arm, armed } = crew[name];
      if (server.isRunning() || down.has(name)) continue;
      const point = armed();
      const end = await server.exited;
      const isPoint = point !== undefined && end.signal === "SIGKILL";
      const what = isPoint ? `kill point ${point.split(":")[0]}` : `ended by itself (status ${end.code ?? end.signal}):`;
      hits.push({ atMs: Date.now(), what, whom: name });
      if (name === "ldap-fetcher") await markOrphan(stage);
      arm(undefined);
      await server.start();
    }
    await delay(ATTEND_MS);
  }
};

/** Either it was hit, or the run has passed without coming by. */
const killPointIsPast = async (stage: Stage, name: Parameters<typeof victimOf>[0], before: number): Promise<void> => {
  const deadline = performance.now() + PASSES_WITHIN_MS;
  const member = stage.crew[victimOf(name)];
  let endedAt: number | undefined;
  while (performance.now() < deadline && member.armed() !== undefined) {
    const last = await stage.watch.last();
    if (last !== undefined && last.sequence > before && !last.isOpen) endedAt ??= performance.now();
    if (endedAt !== undefined && performance.now() - endedAt > ASK_AGAIN_MS / 2) return;
    await delay(ATTEND_MS);
  }
};

const CONVERGES_WITHIN_MS = 60_000;
const MOST_FULL_SYNCS = 6;

/** Everything works again, and one full synchronisation has completed. */
const converge = async ({ crew, wayToLdap, wayToNats, system, connector, hits }: Stage): Promise<void> => {
  for (const way of [wayToLdap, wayToNats]) way.set({ kind: "pass" });
  await disarm(crew, hits);
  await revive(crew);
  for (let attempt = 1; ; attempt++) {
    const { requestId } = await eventually("a full synchronisation is accepted", CONVERGES_WITHIN_MS, () =>
      system.api.post<{ requestId: string }>(`/connectors/${connector}/syncs`, { mode: "full" }),
    );
    const sync = await system.api.answered(connector, requestId, CONVERGES_WITHIN_MS);
    if (sync.status === "completed") return;
    if (attempt === MOST_FULL_SYNCS) throw new Error(`${attempt} full synchronisations did not complete: ${JSON.stringify(sync)}`);
  }
};

/** A kill point that was not reached must not be reached later. */
const disarm = async (crew: FaultSystem["crew"], hits: Hit[]): Promise<void> => {
  for (const whom of SERVICE_VICTIMS) {
    const { arm, armed, server } = crew[whom];
    if (armed() === undefined) continue;
    arm(undefined);
    hits.push({ atMs: Date.now(), what: "disarm", whom });
    await server.kill();
  }
};

/** Its directory goes away; without the connector nobody looks for it at the next slot. */
const retire = async ({ system }: FaultSystem, connector: string): Promise<void> => {
  const path = `/connectors/${connector}`;
  const { etag } = await system.api.ask("GET", path);
  const { status } = await system.api.ask("DELETE", `${path}?entries=keep`, undefined, etag === null ? {} : { "if-match": etag });
  if (status !== 200) throw new Error(`removing ${connector} answered ${status}`);
};
