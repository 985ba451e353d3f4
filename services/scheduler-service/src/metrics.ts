import type { RequestEvent } from "@dirstream/contracts";
import { Counter, Gauge, openMetrics } from "@dirstream/service";
import { type Agenda, connectorsInUnknownZones } from "./agenda.ts";

/** What an operator watches: slots asked for and skipped, and connectors that are not scheduled though they should be. */
export const schedulerMetrics = (name: string, agenda: Agenda) => {
  const registry = openMetrics(name);
  const registers = [registry];
  const recorded = new Counter({
    name: "scheduler_recorded_total",
    help: "Requests and skipped slots that this scheduler recorded",
    labelNames: ["event", "reason"],
    registers,
  });
  new Gauge({
    name: "scheduler_unscheduled_connectors",
    help: "Connectors that are not scheduled: their zone is unknown to this machine, or an event of theirs cannot be read",
    registers,
    collect() {
      this.set(connectorsInUnknownZones(agenda).size + agenda.unreadable.size);
    },
  });
  return { registry, onRecorded: ({ type, data }: RequestEvent) => recorded.inc({ event: type, reason: data.reason }) };
};
