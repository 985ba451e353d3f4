import { readFileSync } from "node:fs";
import { stringify } from "yaml";
import type { EventSchema } from "./json-schema.ts";
import { jsonSchema } from "./json-schema.ts";
import { type EntryKind, HEADERS, Progress, STREAMS, subjects } from "./src/index.ts";

interface Channel {
  readonly address: string;
  readonly description: string;
  readonly events: readonly string[];
}

const account = "{account}";
const connector = "{connector}";

const channels: Readonly<Record<string, Channel>> = {
  account: {
    address: subjects.account(account),
    description: "The accounts: where each is held and which clock it follows.",
    events: ["AccountRegistered", "AccountReconfigured"],
  },
  connector: {
    address: subjects.connector(account, connector),
    description: "Which directories are synchronised and how, and what people decided about held changes. Never a password.",
    events: [
      "ConnectorRegistered",
      "ConnectorReconfigured",
      "ConnectorEnabled",
      "ConnectorDisabled",
      "ConnectorRemoved",
      "HoldApproved",
      "HoldRejected",
      "ProjectionResumed",
    ],
  },
  syncRequest: {
    address: subjects.syncRequest(account, connector),
    description: "Who or what wants a run, and which turns of the schedule will not have one.",
    events: ["SyncRequested", "SlotSkipped"],
  },
  sync: {
    address: subjects.sync(account, connector),
    description: "The life of a connector's runs: the last message tells everything.",
    events: ["SyncStarted", "SyncProgressed", "SyncHeld", "SyncCompleted", "SyncFailed"],
  },
  entry: {
    address: subjects.entry(account, connector, "{kind}" as EntryKind, "{entryId}"),
    description: "One subject per entry: its last message is the entry's state, all of them are its history.",
    events: ["EntryChanged"],
  },
  members: {
    address: subjects.members(account, connector, "{entryId}", "{part}"),
    description: "A group's members, in one part (`all`) or in 256 (`00` to `ff`). The group's EntryChanged follows its parts.",
    events: ["GroupMembersChanged"],
  },
  hold: {
    address: subjects.hold(account, connector, "{holdId}", "{part}" as unknown as number),
    description: "What a hold keeps back, 1,000 items a message.",
    events: ["SyncItemsHeld"],
  },
};

const parameters: Readonly<Record<string, object>> = {
  account: { description: "1 to 40 of a-z, 0-9 and -" },
  connector: { description: "1 to 40 of a-z, 0-9 and -" },
  kind: { enum: ["user", "group", "contact"] },
  entryId: { description: "The directory's own immutable id: 1 to 64 of 0-9, a-z and -" },
  part: { description: "Of members: all, or 00 to ff. Of a hold: 0, 1, 2, …" },
  holdId: { description: "Of the SyncHeld that it belongs to" },
};

const parametersOf = (address: string): object =>
  Object.fromEntries([...address.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => [name, { $ref: `#/components/parameters/${name}` }]));

const streamOf = (address: string): string | undefined =>
  Object.values(STREAMS).find(({ subjects }) => subjects.some((pattern) => matches(pattern.split("."), address.split("."))))?.name;

const matches = ([token, ...pattern]: string[], [word, ...address]: string[]): boolean =>
  token === ">"
    ? word !== undefined
    : token === undefined
      ? word === undefined
      : (token === "*" || token === word) && matches(pattern, address);

const entryHeaders = {
  type: "object",
  properties: {
    [HEADERS.fingerprint]: { type: "string", description: "SHA-256 (hex) of the canonical image" },
    [HEADERS.state]: { type: "string", enum: ["active", "disabled", "removed"] },
    [HEADERS.mapping]: { type: "string", description: "The version of the mapping that made the image" },
    [HEADERS.marker]: { type: "string", description: "The directory's own change mark, as it was seen" },
  },
};

/** What stands on which subject, for people and for generators of other languages. */
export const asyncApi = (schemas: readonly EventSchema[]): string => {
  const stored = Object.entries(channels).map(([id, { address, description, events }]) => {
    const stream = streamOf(address);
    if (stream === undefined) throw new Error(`${address} is in no stream`);
    const messages = schemas
      .filter(({ type }) => events.includes(type))
      .map(({ name }) => [name, { $ref: `#/components/messages/${name}` }]);
    return [
      id,
      { address, description, "x-stream": stream, parameters: parametersOf(address), messages: Object.fromEntries(messages) },
    ] as const;
  });
  const listed = Object.values(channels).flatMap(({ events }) => events);
  for (const { type } of schemas) if (!listed.includes(type)) throw new Error(`${type} is in no channel`);

  const messages = schemas.map(({ name, type, current, file }) => [
    name,
    {
      name: `dirstream.${name}`,
      contentType: "application/cloudevents+json",
      ...(current ? {} : { deprecated: true }),
      ...(type === "EntryChanged" ? { headers: entryHeaders } : {}),
      payload: { $ref: `./${file}` },
    },
  ]);
  const { $schema: _, ...progress } = jsonSchema(Progress);
  const progressAddress = subjects.progress(account, connector);

  const document = {
    asyncapi: "3.0.0",
    info: {
      title: "dirstream",
      version: version(),
      description:
        "Every change of the synchronised directories, as CloudEvents 1.0 in structured JSON on NATS JetStream.\nThe streams are kept for ever: read from the first message, or begin with the last message of each subject and go on from there.",
      license: { name: "Apache-2.0" },
    },
    defaultContentType: "application/cloudevents+json",
    channels: Object.fromEntries([
      ...stored,
      [
        "progress",
        {
          address: progressAddress,
          description: "How far a run has come. Not stored.",
          parameters: parametersOf(progressAddress),
          messages: { Progress: { $ref: "#/components/messages/Progress" } },
        },
      ],
    ]),
    operations: Object.fromEntries(
      [...Object.keys(channels), "progress"].map((id) => [
        `publish${id.charAt(0).toUpperCase()}${id.slice(1)}`,
        { action: "send", channel: { $ref: `#/channels/${id}` } },
      ]),
    ),
    components: {
      parameters,
      messages: Object.fromEntries([...messages, ["Progress", { name: "Progress", contentType: "application/json", payload: progress }]]),
    },
  };
  return `# Generated by generate.ts from src/. Not edited by hand.\n${stringify(document, { lineWidth: 0, aliasDuplicateObjects: false })}`;
};

const version = (): string => JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8")).version;
