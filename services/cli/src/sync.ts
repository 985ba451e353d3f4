import type { Command } from "commander";
import { Run, Statistic, Sync } from "./answers.ts";
import { pageOf } from "./api.ts";
import { CannotDo } from "./failure.ts";
import { findConnector } from "./find-connector.ts";
import { listOptions, type WithSession } from "./options.ts";
import { printList } from "./print-list.ts";
import { addRunChanges } from "./run-changes.ts";
import { connectorPath, type Output, printJson, type Session } from "./session.ts";
import { describeCounts, factsOfRun, nameHow } from "./show-run.ts";
import { type Column, formatFacts } from "./table.ts";
import { showDuration, showTime } from "./times.ts";
import { watchSync } from "./watch-sync.ts";

export const addSyncCommands = (program: Command, withSession: WithSession): void => {
  const sync = program.command("sync").description("runs of a connector");

  listOptions(sync.command("list").argument("<connector>", "its id or name").description("every request for a run, newest first")).action(
    withSession(async (session, options, meant) => {
      const { connectorId } = await findConnector(session, meant);
      const path = connectorPath(session, connectorId, "/syncs");
      await printList(session, { item: Sync, path, columns: columns(session.output), none: "No run has been requested yet." }, options);
    }),
  );

  sync
    .command("show")
    .argument("<connector>", "its id or name")
    .argument("[request]", "its id; the newest when left out")
    .description("everything about one run: how it read, what it changed, and how long it took until that could be seen")
    .action(withSession(show));

  addRunChanges(sync, withSession, findRun);

  listOptions(
    sync
      .command("statistics")
      .argument("<connector>", "its id or name")
      .option("--from <instant>", "runs that have ended then or later, such as 2026-03-01T00:00:00Z")
      .option("--to <instant>", "runs that have ended before")
      .description("how many were here after each run that has ended, oldest first"),
  ).action(
    withSession(async (session, options, meant) => {
      const { connectorId } = await findConnector(session, meant);
      const path = connectorPath(session, connectorId, "/statistics");
      const list = { item: Statistic, path, query: { from: options.from, to: options.to }, columns: statisticColumns(session.output) };
      await printList(session, { ...list, none: "No run has ended then." }, options);
    }),
  );

  sync
    .command("watch")
    .argument("<connector>", "its id or name")
    .description("follow the newest run to its end")
    .action(
      withSession(async (session, _options, meant) => {
        const { connectorId, name } = await findConnector(session, meant);
        reportEnd(await watchSync(session, { connectorId, name }), session.output);
      }),
    );
};

const findRun = async (session: Session, meant: string, requestId?: string): Promise<{ connectorId: string; syncId: string }> => {
  const { api } = session;
  const { connectorId, name } = await findConnector(session, meant);
  const path = connectorPath(session, connectorId, "/syncs");
  const sync =
    requestId === undefined
      ? (await api.get(pageOf(Sync), path, { limit: 1 })).answer.items[0]
      : (await api.get(Sync, `${path}/${encodeURIComponent(requestId)}`)).answer;
  if (!sync?.syncId) throw new CannotDo(`No run of ${name} answers that yet. dirstream sync list ${connectorId} shows what waits.`);
  return { connectorId, syncId: sync.syncId };
};

const show = async (session: Session, _options: unknown, meant: string, requestId?: string): Promise<void> => {
  const { api, output } = session;
  const { connectorId, syncId } = await findRun(session, meant, requestId);
  const { answer } = await api.get(Run, connectorPath(session, connectorId, `/runs/${encodeURIComponent(syncId)}`));
  if (output.json) return printJson(output, answer);
  output.print(formatFacts(factsOfRun(answer, output)));
};

const columns = ({ now }: Output): readonly Column<Sync>[] => [
  { title: "status", value: ({ status }) => status },
  { title: "how", value: nameHow, cut: true },
  { title: "started", value: ({ startedAt, requestedAt }) => showTime(startedAt ?? requestedAt, now()), cut: true },
  { title: "read", value: ({ counts }) => counts?.read, align: "right" },
  { title: "changes", value: ({ counts, error }) => error?.message ?? (counts ? describeCounts(counts) : undefined), cut: true },
  { title: "request", value: ({ requestId }) => requestId, cut: true },
];

const statisticColumns = ({ now }: Output): readonly Column<Statistic>[] => [
  { title: "ended", value: ({ completedAt }) => showTime(completedAt, now()), cut: true },
  { title: "status", value: ({ status }) => status },
  { title: "people", value: ({ people }) => people?.toLocaleString("en"), align: "right" },
  { title: "groups", value: ({ groups }) => groups?.toLocaleString("en"), align: "right" },
  { title: "changes", value: ({ counts }) => describeCounts(counts), cut: true },
  { title: "took", value: ({ durationsMs }) => (durationsMs ? showDuration(durationsMs.total ?? 0) : undefined), align: "right" },
];

/** Says how a run has ended; a failed one is a failure of the command that waited for it. */
export const reportEnd = (sync: Sync, output: Output): void => {
  if (output.json) printJson(output, sync);
  if (sync.status === "failed") {
    const again = sync.error?.retryable === true ? " It is tried again by itself." : "";
    throw new CannotDo(`The run failed: ${sync.error?.message ?? "the system does not say why."}${again}`);
  }
  if (output.json) return;
  const changes = sync.counts ? describeCounts(sync.counts) : "no change";
  output.print(`Completed: ${(sync.counts?.read ?? 0).toLocaleString("en")} entries read, ${changes}.\n`);
  if (sync.status === "held") output.tell("Some changes are held until somebody has looked at them: dirstream hold list shows them.\n");
};
