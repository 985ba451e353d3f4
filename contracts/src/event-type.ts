import type * as z from "zod";

/** What an event type means on the wire: its name, the version written today, and how to lift what was written before. */
export interface EventType<Type extends string = string, Data extends z.ZodType = z.ZodType> {
  readonly type: Type;
  readonly version: number;
  readonly data: Data;
  /** `upcasters[n - 1]` lifts the data of version n to version n + 1. */
  readonly upcasters: readonly Upcaster[];
}

export interface Upcaster {
  readonly from: z.ZodType;
  readonly lift: (old: never) => unknown;
}

/** The event that a reader sees: always the current version, always checked. Distributes over a union of types. */
export type EventOf<T extends EventType> =
  T extends EventType<infer Type, infer Data> ? { readonly type: Type; readonly data: z.output<Data> } : never;

/** One step from an old version to the next; `from` is that old version's schema, kept for ever. */
export const upcaster = <From extends z.ZodType>(from: From, lift: (old: z.output<From>) => unknown): Upcaster => ({ from, lift });

/** Upcasters are given oldest first; the version follows from how many there are, so the two cannot disagree. */
export const eventType = <const Type extends string, Data extends z.ZodType>(
  type: Type,
  data: Data,
  upcasters: readonly Upcaster[] = [],
): EventType<Type, Data> => ({ type, version: upcasters.length + 1, data, upcasters });
