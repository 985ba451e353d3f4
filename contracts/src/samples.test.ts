import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import ajvFormats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { accountEvents, connectorEvents, entryEvents, requestEvents, syncEvents } from "./index.ts";

// Messages as they were recorded, one folder for each event and version ever released. Never edited: the log holds such messages for ever.
const registries = [accountEvents, connectorEvents, requestEvents, syncEvents, entryEvents];
const types = registries.flatMap(({ types }) => types);
const versions = types.flatMap(({ type, version }) =>
  Array.from({ length: version }, (_, at) => ({ type, version: at + 1, current: version })),
);

const inPackage = (path: string) => new URL(`../${path}`, import.meta.url);
const namesIn = (folder: string): string[] => {
  try {
    return readdirSync(inPackage(folder));
  } catch {
    return [];
  }
};

const ajv = new Ajv2020({ strict: false });
ajvFormats.default(ajv);

describe.each(versions)("$type v$version", ({ type, version, current }) => {
  const folder = `samples/${type}.v${version}`;
  const registry = registries.find(({ types }) => types.some((known) => known.type === type)) ?? entryEvents;

  test("has a recorded message", () => {
    expect(namesIn(folder).length).toBeGreaterThan(0);
  });

  test.each(namesIn(folder))("%s is decoded, and nothing in it is lost", (name) => {
    const payload = readFileSync(inPackage(`${folder}/${name}`));
    const sample = JSON.parse(payload.toString("utf8"));
    const decoded = registry.decode(payload);
    expect(decoded.kind === "invalid" ? decoded.reason : decoded.kind).toBe("event");
    expect(decoded).toMatchObject({
      kind: "event",
      event: { type },
      metadata: { id: sample.id, source: sample.source, time: sample.time },
    });
    if (version === current && decoded.kind === "event") expect(decoded.event.data).toEqual(sample.data);
  });

  test.each(namesIn(folder))("%s is what the JSON Schema describes", (name) => {
    const validate = ajv.compile({
      ...JSON.parse(readFileSync(inPackage(`schemas/${type}.v${version}.json`), "utf8")),
      $id: `${folder}/${name}`,
    });
    const sample = JSON.parse(readFileSync(inPackage(`${folder}/${name}`), "utf8"));
    expect(validate(sample) || validate.errors).toBe(true);
    expect(validate({ ...sample, type: "dirstream.Other.v1" })).toBe(false);
  });
});

test("no sample is of an event that nobody knows any more", () => {
  expect(namesIn("samples").sort()).toEqual(versions.map(({ type, version }) => `${type}.v${version}`).sort());
});
