import { readdirSync, readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { fitsOf } from "./fits.ts";
import { accountEvents, connectorEvents, entryEvents, requestEvents, syncEvents } from "./index.ts";

const types = [accountEvents, connectorEvents, requestEvents, syncEvents, entryEvents].flatMap((registry) => [...registry.types]);

const samplesOf = (type: string, version: number): unknown[] => {
  const folder = new URL(`../samples/${type}.v${version}/`, import.meta.url);
  return readdirSync(folder).map((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")).data);
};

const REPLACEMENTS = [undefined, null, true, 0, -1, 0.5, 2 ** 53, "", "x", "constructor", [], [1], ["x"], {}, { entryId: "x" }, { dn: 1 }];

/** The value itself, and with every part of it left out or replaced by something else. */
const variationsOf = function* (value: unknown): Generator<unknown> {
  yield value;
  if (typeof value !== "object" || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    const withMember = (other: unknown) => {
      const copy: Record<string, unknown> = Array.isArray(value) ? ([...value] as never) : { ...value };
      if (other === undefined && !Array.isArray(value)) delete copy[name];
      else copy[name] = other ?? null;
      return copy;
    };
    for (const other of REPLACEMENTS) yield withMember(other);
    for (const other of variationsOf(member)) yield withMember(other);
  }
  if (!Array.isArray(value)) yield { ...value, fromALaterProducer: { deep: [1] } };
};

/** What zod accepts and gives back as it was. */
const keeps = (schema: z.ZodType, value: unknown): boolean => {
  const { success, data } = schema.safeParse(value);
  return success && isDeepStrictEqual(data, value);
};

test.each(types)("$type: what fits is what zod accepts and does not change", ({ type, version, data }) => {
  const fits = fitsOf(data);
  const samples = samplesOf(type, version);
  for (const sample of samples) expect(fits(sample)).toBe(true);
  const judged = samples
    .flatMap((sample) => [...variationsOf(sample)])
    .map((value) => ({ value, fits: fits(value), kept: keeps(data, value) }));
  expect(judged.filter(({ fits, kept }) => fits !== kept)).toEqual([]);
  expect(new Set(judged.map(({ fits }) => fits)).size).toBe(2);
});

describe("does not fit, since zod gives back something else:", () => {
  test.each([
    ["an object whose schema leaves out what it does not know", z.object({ a: z.string() }), { a: "1", b: 2 }],
    ["a default", z.looseObject({ a: z.string().default("x") }), {}],
    ["trimmed text", z.looseObject({ a: z.string().trim() }), { a: " x " }],
    ["a number that is read from text", z.looseObject({ a: z.coerce.number() }), { a: "1" }],
    ["a name that sets a prototype", z.looseObject({ a: z.string() }), JSON.parse('{"a":"x","__proto__":{}}')],
    ["such a name in a record", z.record(z.string(), z.unknown()), JSON.parse('{"__proto__":{}}')],
  ])("%s", (_, schema, value) => {
    expect(fitsOf(schema)(value)).toBe(false);
  });
});
