import type { Command } from "commander";
import { type Counts, Sync } from "./answers.ts";
import { CannotDo } from "./failure.ts";
import { findConnector } from "./find-connector.ts";
import { listOptions, type WithSession } from "./options.ts";
import { printList } from "./print-list.ts";
import { connectorPath, type Output, printJson } from "./session.ts";
import type { Column } from "./table.ts";
import { showTime } from "./times.ts";
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

const columns = ({ now }: Output): readonly Column<Sync>[] => [
  { title: "status", value: ({ status }) => status },
  { title: "mode", value: ({ mode }) => mode },
  { title: "started", value: ({ startedAt, requestedAt }) => showTime(startedAt ?? requestedAt, now()), cut: true },
  { title: "read", value: ({ counts }) => counts?.read, align: "right" },
  { title: "changes", value: ({ counts, error }) => error?.message ?? (counts ? describeCounts(counts) : undefined), cut: true },
  { title: "request", value: ({ requestId }) => requestId, cut: true },
];

/** `12 created, 3 moved`; `no change` */
export const describeCounts = ({ read: _read, ...counts }: Counts): string => {
  const names = ["created", "updated", "moved", "disabled", "enabled", "removed", "restored"] as const;
  const told = names.filter((name) => (counts[name] ?? 0) > 0).map((name) => `${(counts[name] ?? 0).toLocaleString("en")} ${name}`);
  return told.length === 0 ? "no change" : told.join(", ");
};

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
