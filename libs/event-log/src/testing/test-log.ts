import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { connectEventLog } from "../connect.ts";
import type { EventLog, RecordedMessage } from "../event-log.ts";
import { type Provision, provision } from "../provision.ts";

export const newNamespace = (): string => `t${randomBytes(6).toString("hex")}`;

/** A provisioned log of a test's own. */
export const openTestLog = async (
  options: Provision & { readonly servers?: string; readonly namespace?: string } = {},
): Promise<EventLog> => {
  const { servers = inject("natsUrl"), namespace = newNamespace() } = options;
  const log = await connectEventLog({ servers, name: "test", namespace });
  await provision(log, options);
  return log;
};

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const text = (message: RecordedMessage | Uint8Array | undefined): string | undefined => {
  if (message === undefined) return undefined;
  return new TextDecoder().decode(message instanceof Uint8Array ? message : message.payload);
};

export const collect = async (batches: AsyncIterable<RecordedMessage[]>): Promise<RecordedMessage[]> => {
  const all: RecordedMessage[] = [];
  for await (const batch of batches) all.push(...batch);
  return all;
};
