import { AuthConfig, ServiceConfig } from "@dirstream/service";
import * as z from "zod";
import { READ_MODEL_SCHEMA } from "./database.ts";

export const Config = ServiceConfig.extend({
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\/\S+$/, "must be a URL such as postgres://user:password@127.0.0.1:5432/dirstream"),
  /** The Postgres schema of the read model; another one is filled from the first event. */
  DATABASE_SCHEMA: z
    .string()
    .regex(/^[a-z_][a-z0-9_]{0,50}$/, "must be a name of at most 51 lower-case letters, digits and _")
    .default(READ_MODEL_SCHEMA),
}).and(AuthConfig);
