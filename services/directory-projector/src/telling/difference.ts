import { createHash } from "node:crypto";
import type { AttentionKind, AttentionMessage } from "@dirstream/contracts";
import type { NeedsAttention } from "../http/needs-attention.ts";
import type { State, Told, ToldOf } from "./told.ts";

/** Something to be told of one connector. */
export interface Occurrence {
  readonly type: AttentionMessage["type"];
  /** The same at each attempt, also by another process. */
  readonly id: string;
  /** When it was decided. */
  readonly atMs: number;
  readonly connector: string;
  readonly name: string;
  /** Of what is resolved: what it was. */
  readonly kind: AttentionKind;
  readonly since: string | null;
  readonly holdId: string | null;
  readonly code: string | null;
  readonly sentence: string;
}

interface Circumstances {
  /** Whose difference: it is part of every id. */
  readonly whose: string;
  readonly nowMs: number;
  /** Of one connector each kind is told at most once in this time. */
  readonly repeatMs: number;
}

const NOTHING_TOLD: ToldOf = { name: "", state: null, id: "", atMs: {}, maybe: null };

/** What a destination has to be told for it to know what is so now. By connector, in the order of what is so now. */
export const differenceOf = (told: Told["of"], now: readonly NeedsAttention[], circumstances: Circumstances): Occurrence[] => {
  const needy = new Map(now.map((item) => [item.connectorId, item]));
  const connectors = new Set([...needy.keys(), ...Object.keys(told)]);
  return [...connectors].flatMap((connector) => {
    const occurrence = ofConnector(connector, told[connector] ?? NOTHING_TOLD, needy.get(connector), circumstances);
    return occurrence === undefined ? [] : [occurrence];
  });
};

const ofConnector = (
  connector: string,
  told: ToldOf,
  item: NeedsAttention | undefined,
  circumstances: Circumstances,
): Occurrence | undefined => {
  const { maybe } = told;
  const believed = maybe === null ? told.state : maybe.state;
  if (isSame(believed, item)) {
    // Nobody knows whether this has arrived. It goes out again as it was.
    return maybe === null ? undefined : occurrenceOf(connector, told, item, maybe);
  }
  const type = item === undefined ? "attention.resolved" : believed === null ? "attention.raised" : "attention.changed";
  const { nowMs, repeatMs } = circumstances;
  const lastMs = told.atMs[item?.kind ?? "resolved"];
  if (lastMs !== undefined && nowMs < lastMs + repeatMs) return undefined;
  return occurrenceOf(connector, told, item, { type, id: idOf(connector, told, item, type, circumstances), atMs: nowMs });
};

/** The same trouble that lasts is not told again, whatever its sentence says today; another hold is another question. */
const isSame = (believed: State | null, item: NeedsAttention | undefined): boolean => {
  if (believed === null || item === undefined) return believed === null && item === undefined;
  return believed.kind === item.kind && (item.kind !== "held" || believed.holdId === item.holdId);
};

const occurrenceOf = (
  connector: string,
  told: ToldOf,
  item: NeedsAttention | undefined,
  { type, id, atMs }: Pick<Occurrence, "type" | "id" | "atMs">,
): Occurrence => {
  const common = { type, id, atMs, connector };
  if (item !== undefined) {
    const { connectorName: name, kind, since, holdId, code, sentence } = item;
    return { ...common, name, kind, since, holdId, code, sentence };
  }
  const was = told.maybe?.state ?? told.state ?? { kind: "failed" as const, since: null, holdId: null };
  return { ...common, ...was, name: told.name, code: null, sentence: "This connector needs nobody any more." };
};

/** A function of what is stored and what is so, with the message before in it: the same trouble coming back has another. */
const idOf = (
  connector: string,
  told: ToldOf,
  item: NeedsAttention | undefined,
  type: Occurrence["type"],
  { whose }: Circumstances,
): string => {
  // Since when it has halted the log says, and sometimes it is not to be reached.
  const since = item === undefined || item.kind === "halted" ? null : item.since;
  const parts = [whose, connector, told.maybe?.id ?? told.id, type, item?.kind ?? null, since, item?.holdId ?? null];
  return `msg_${createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 27)}`;
};

const stateAfter = ({ type, kind, since, holdId }: Occurrence): State | null =>
  type === "attention.resolved" ? null : { kind, since, holdId };

/** These are about to be sent. */
export const asAttempted = (of: Told["of"], occurrences: readonly Occurrence[]): Told["of"] => ({
  ...of,
  ...Object.fromEntries(
    occurrences.map((it) => {
      const before = of[it.connector] ?? NOTHING_TOLD;
      const maybe = { type: it.type, id: it.id, atMs: it.atMs, state: stateAfter(it) };
      return [it.connector, { ...before, name: it.name, maybe }];
    }),
  ),
});

/** These were taken. */
export const asTold = (of: Told["of"], occurrences: readonly Occurrence[], nowMs: number): Told["of"] => ({
  ...of,
  ...Object.fromEntries(
    occurrences.map((it) => {
      const atMs = { ...of[it.connector]?.atMs, [it.type === "attention.resolved" ? "resolved" : it.kind]: nowMs };
      return [it.connector, { name: it.name, state: stateAfter(it), id: it.id, atMs, maybe: null } satisfies ToldOf];
    }),
  ),
});

/** These were not, for certain. */
export const asRefused = (of: Told["of"], occurrences: readonly Occurrence[], before: Told["of"]): Told["of"] => {
  const after = { ...of };
  for (const { connector } of occurrences) {
    const was = before[connector];
    if (was === undefined) delete after[connector];
    // An attempt before this one may have arrived although this one has not.
    else after[connector] = was;
  }
  return after;
};

/** So long the last message of a connector that needs nobody is remembered: it makes the id of the next. */
const REMEMBERED_MS = 30 * 24 * 60 * 60_000;

export const forgotten = (of: Told["of"], nowMs: number): Told["of"] =>
  Object.fromEntries(
    Object.entries(of).filter(
      ([, { state, maybe, atMs }]) => state !== null || maybe !== null || Math.max(0, ...Object.values(atMs)) > nowMs - REMEMBERED_MS,
    ),
  );
