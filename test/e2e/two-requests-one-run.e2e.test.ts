import { expect, test } from "vitest";
import { isA } from "../checker/stored-message.ts";
import { eventually, type Sync } from "../fixtures/api-client.ts";
import { awkwardDirectory, BASE_DN } from "../fixtures/awkward-directory.ts";
import { startSystem } from "../fixtures/running-system.ts";
import { startTcpProxy } from "../setup/tcp-proxy.ts";

test("requests that come while a run goes on wait for its end, and one run answers them all", async () => {
  await using system = await startSystem();
  const directory = await system.startDirectory("openldap", awkwardDirectory({ people: 200, groups: 20 }).ldif);
  await using proxy = await startTcpProxy({ host: "127.0.0.1", port: directory.slapd.port });
  const { api } = system;
  const { connectorId, requestId } = await api.register(directory, { name: "Slow", baseDn: BASE_DN, port: proxy.port });
  await api.answered(connectorId, requestId);

  // The directory answers nothing for a while: the second run is under way and cannot end.
  const ask = async (mode: string) => (await api.post<{ requestId: string }>(`/connectors/${connectorId}/syncs`, { mode })).requestId;
  const find = async (wanted: string) =>
    (await api.get<{ items: Sync[] }>(`/connectors/${connectorId}/syncs`)).items.find((it) => it.requestId === wanted);
  proxy.set({ kind: "slow", delayMs: 500 });
  const second = await ask("full");
  const running = await eventually("the second run is under way", 20_000, async () => {
    const sync = await find(second);
    return sync?.status === "running" ? sync : undefined;
  });

  const waiting = await ask("incremental");
  const wider = await ask("full");
  expect(await ask("full")).toBe(wider); // who asks for what is asked for already, is told so
  expect([await find(waiting), await find(wider)]).toMatchObject([{ status: "requested" }, { status: "requested" }]);

  proxy.set({ kind: "pass" });
  const answers = await Promise.all([second, waiting, wider].map((it) => api.answered(connectorId, it)));
  expect(answers).toMatchObject([
    { status: "completed", syncId: running.syncId },
    { status: "completed" },
    { status: "completed", mode: "full" },
  ]);
  expect(answers[1]?.syncId).toBe(answers[2]?.syncId);
  expect((await system.log()).filter((it) => isA(it, "SyncStarted"))).toHaveLength(3);
  await system.check([{ connector: connectorId, directory }]);
});
