import * as z from "zod";
import type { EventType } from "./src/event-type.ts";
import { webhooks } from "./src/webhooks.ts";

export interface EventSchema {
  /** `EntryChanged.v1` */
  readonly name: string;
  readonly type: string;
  readonly version: number;
  /** Whether producers write this version today. */
  readonly current: boolean;
  /** Relative to this package. */
  readonly file: string;
  readonly schema: object;
}

/** One JSON Schema (draft 2020-12) for each version of an event type: the whole CloudEvent, as it stands on the wire. */
export const eventSchemas = ({ type, version: current, data, upcasters }: EventType): EventSchema[] =>
  [...upcasters.map(({ from }) => from), data].map((data, at) => {
    const version = at + 1;
    const name = `${type}.v${version}`;
    const { $schema, ...schema } = jsonSchema(envelope(`dirstream.${name}`, data));
    return {
      name,
      type,
      version,
      current: version === current,
      file: `schemas/${name}.json`,
      schema: { $schema, $id: `urn:dirstream:event:${name}`, title: name, ...schema },
    };
  });

/** What is posted to webhooks: the body, as it stands on the wire. */
export const webhookSchemas = (): Pick<EventSchema, "file" | "schema">[] =>
  Object.entries(webhooks).map(([name, message]) => {
    const { $schema, ...schema } = jsonSchema(message);
    return { file: `schemas/webhook.${name}.json`, schema: { $schema, $id: `urn:dirstream:webhook:${name}`, title: name, ...schema } };
  });

const envelope = (type: string, data: z.ZodType): z.ZodType =>
  z.looseObject({
    specversion: z.literal("1.0"),
    id: z.string().min(1),
    source: z.string().min(1),
    type: z.literal(type),
    time: z.iso.datetime(),
    data,
  });

/** `z.undefined()` is not of JSON: there the property may not stand at all. */
export const jsonSchema = (schema: z.ZodType): Record<string, unknown> =>
  z.toJSONSchema(schema, {
    target: "draft-2020-12",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === "undefined") jsonSchema.not = {};
      // Only what the schema says: not the range of JavaScript's numbers.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
