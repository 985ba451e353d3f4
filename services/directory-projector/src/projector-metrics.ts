import type { StreamName } from "@dirstream/contracts";
import { Counter, Gauge, type Registry } from "@dirstream/service";

export type ProjectorState = "starting" | "standing by" | "projecting" | "recovering";

export interface ProjectorMetrics {
  readonly state: (state: ProjectorState) => void;
  readonly currentState: () => ProjectorState;
  readonly folded: (stream: StreamName, messages: number, position: number, halted: number) => void;
  readonly foreign: (stream: StreamName, messages: number) => void;
}

export const openProjectorMetrics = (registry: Registry): ProjectorMetrics => {
  const registers = [registry];
  const labelNames = ["stream"] as const;
  const active = new Gauge({ name: "projector_active", help: "1 while this process folds, 0 while it stands by or recovers", registers });
  const messages = new Counter({ name: "projector_messages_total", help: "Messages folded", labelNames, registers });
  const position = new Gauge({ name: "projector_position", help: "Sequence up to which a stream is folded", labelNames, registers });
  const halted = new Gauge({ name: "projector_halted_connectors", help: "Connectors whose projection has halted", labelNames, registers });
  const foreign = new Counter({
    name: "projector_foreign_messages_total",
    help: "Messages on subjects that nothing is folded from",
    labelNames,
    registers,
  });
  let current: ProjectorState = "starting";
  return {
    state: (state) => {
      current = state;
      active.set(state === "projecting" ? 1 : 0);
    },
    currentState: () => current,
    folded: (stream, count, sequence, haltedConnectors) => {
      messages.inc({ stream }, count);
      position.set({ stream }, sequence);
      halted.set({ stream }, haltedConnectors);
    },
    foreign: (stream, count) => {
      if (count > 0) foreign.inc({ stream }, count);
    },
  };
};
