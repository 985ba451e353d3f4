import { createHash } from "node:crypto";
import {
  accountEvents,
  type ConnectorEvent,
  type ConnectorSettings,
  connectorEvents,
  DEFAULT_GUARD,
  type EntryChangedData,
  type EntryEvent,
  type EntryKind,
  entryEvents,
  type Lifecycle,
  type Reference,
  referenceKey,
  requestEvents,
  type StreamName,
  type SyncEvent,
  subjects,
  syncEvents,
} from "@dirstream/contracts";
import type { Message } from "./read-event.ts";

export type RandomLog = Readonly<Record<StreamName, readonly Message[]>>;

/** The same numbers for the same seed (mulberry32). */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** What Postgres, UTF-8 or an index could stumble over. */
const AWKWARD = [
  "Zoë",
  "O'Brien",
  'say "hi"',
  "back\\slash",
  "nul\0inside",
  "lone\ud800surrogate",
  "{braces,and}",
  "李小龙",
  "x".repeat(5000),
  "NULL",
  "",
];

const SETTINGS: ConnectorSettings = {
  name: "London",
  environment: "on-premises",
  primaryHost: "dc1.example.com",
  secondaryHost: null,
  port: 636,
  encryptionMode: "strict",
  startTls: false,
  certificateAuthority: null,
  pinnedKey: null,
  bindDn: "cn=reader,dc=example,dc=com",
  passwordVersion: "secret-version",
  baseDn: "dc=example,dc=com",
  schedule: { times: null, zone: null },
  guard: DEFAULT_GUARD,
};

/** A believable past of two accounts: connectors come and change, runs read them, people and groups come, change and go. */
export const randomLog = (seed: number, runs = 12, { perRun = 25 } = {}): RandomLog => {
  const random = randomFrom(seed);
  const writer = logWriter(random);
  const accounts = ["acme", "beta"];
  const connectors = accounts.flatMap((account) => ["north", "south"].map((connector) => newConnector(account, connector)));
  for (const account of accounts) {
    const attention = { emails: ["anna@example.com"], webhook: null };
    const data = { region: "europe" as const, zone: "Etc/GMT", by: "test", ...(account === "acme" ? { attention } : {}) };
    writer.append("CONNECTORS", subjects.account(account), accountEvents.encode({ type: "AccountRegistered", data }, writer.metadata()));
  }
  for (const { account, connector } of connectors) {
    writer.connector(account, connector, { type: "ConnectorRegistered", data: { settings: { ...SETTINGS, name: connector }, by: "test" } });
  }
  for (let run = 0; run < runs; run++) {
    const connector = pick(random, connectors);
    if (random() < 0.6) reconfigure(random, writer, connector);
    oneRun(random, writer, connector, perRun);
  }
  return writer.log;
};

const pick = <Value>(random: () => number, values: readonly Value[]): Value => values[Math.floor(random() * values.length)] as Value;

interface KnownGroup {
  readonly id: string;
  members: Reference[];
  isSplit: boolean;
}

interface Connector {
  readonly account: string;
  readonly connector: string;
  readonly entries: Map<string, { kind: EntryKind; sequence: number }>;
  readonly groups: KnownGroup[];
  covered: number;
}

const newConnector = (account: string, connector: string): Connector => ({
  account,
  connector,
  entries: new Map(),
  groups: [],
  covered: 0,
});

type LogWriter = ReturnType<typeof logWriter>;

const logWriter = (random: () => number) => {
  const log: Record<StreamName, Message[]> = { CONNECTORS: [], SYNC_REQUESTS: [], DIRECTORY: [] };
  let events = 0;
  const hex = (length: number): string => Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join("");
  const uuid = (): string => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
  const metadata = () => ({ id: uuid(), source: "/dirstream/test", time: new Date(1_760_000_000_000 + 1000 * events++).toISOString() });
  const append = (stream: StreamName, subject: string, payload: Uint8Array): number => {
    const sequence = log[stream].length + 1;
    log[stream].push({ subject, sequence, payload });
    return sequence;
  };
  return {
    log: log as RandomLog,
    uuid,
    hex,
    metadata,
    append,
    connector: (account: string, connector: string, event: ConnectorEvent) =>
      append("CONNECTORS", subjects.connector(account, connector), connectorEvents.encode(event, metadata())),
    entry: (subject: string, event: EntryEvent) => append("DIRECTORY", subject, entryEvents.encode(event, metadata())),
    sync: (account: string, connector: string, event: SyncEvent) =>
      append("DIRECTORY", subjects.sync(account, connector), syncEvents.encode(event, metadata())),
  };
};

const reconfigure = (random: () => number, writer: LogWriter, { account, connector }: Connector): void => {
  const by = "test";
  const holdId = "hold-1";
  const events: ConnectorEvent[] = [
    { type: "ConnectorReconfigured", data: { settings: { ...SETTINGS, name: pick(random, AWKWARD).slice(0, 50) || "-" }, by } },
    { type: "ConnectorDisabled", data: { by } },
    { type: "ConnectorEnabled", data: { by } },
    { type: "HoldApproved", data: { holdId, digest: writer.hex(64), reason: pick(random, AWKWARD).slice(0, 100), by } },
    { type: "HoldRejected", data: { holdId, digest: writer.hex(64), reason: "no", by } },
  ];
  writer.connector(account, connector, pick(random, events));
};

const COUNTS = { read: 5, created: 3, updated: 1, moved: 0, disabled: 0, enabled: 0, removed: 0, restored: 0 };
const SERVER = { vendor: "openldap", id: "nul\0inside, lone\ud800surrogate" };

/** What a run says of how it learns what has changed. */
const CHANGES_SAID: readonly Partial<Extract<SyncEvent, { type: "SyncStarted" }>["data"]>[] = [
  {},
  { changesOffered: ["dirSync", "usnChanged"], changesBy: "dirSync", removalsBy: "full" },
  { changesOffered: ["sweep"], changesBy: null },
  { changesOffered: [], fullBecause: "anotherServer" },
];

const oneRun = (random: () => number, writer: LogWriter, target: Connector, perRun: number): void => {
  const { account, connector } = target;
  const syncId = writer.uuid();
  const requestId = writer.uuid();
  const covers = request(random, writer, target, requestId);
  const standing = {
    covered: target.covered,
    previousDigest: null,
    cursor: null,
    readWith: null,
    hold: null,
    rejected: [],
    failing: false,
  };
  const groups = { created: 1, removed: 0, restored: 0 };
  const counts = random() < 0.7 ? { ...COUNTS, groups } : COUNTS;
  const common = { syncId, mode: "full" as const, requestId, attempt: 1, covers, chain: null, digest: writer.hex(64), counts };
  const lifecycle = (ordinal: number) => ({ ...common, ordinal, standing });

  const started = {
    ...lifecycle(0),
    configuration: 1,
    host: pick(random, ["dc1.example.com", null]),
    server: pick(random, [SERVER, null]),
  };
  writer.sync(account, connector, { type: "SyncStarted", data: { ...started, ...pick(random, CHANGES_SAID) } });
  let ordinal = 0;
  for (let change = 0; change < perRun; change++) {
    if (change % 10 === 0) writer.sync(account, connector, { type: "SyncProgressed", data: { ...lifecycle(ordinal), stage: "reading" } });
    if (random() < 0.7 || target.entries.size === 0) changeEntry(random, writer, target, syncId, ++ordinal);
    else changeGroup(random, writer, target, syncId, ++ordinal);
  }
  if (random() < 0.3) hold(random, writer, target, lifecycle(ordinal), ++ordinal);
  if (random() < 0.2) return; // its fetcher died

  const terminal = lifecycle(ordinal);
  if (random() < 0.7) {
    const durationsMs = { total: 5, read: 3, append: 2 };
    writer.sync(account, connector, {
      type: "SyncCompleted",
      data: { ...terminal, durationsMs, held: false, leftOut: [], references: [], changedAt: pick(random, AWKWARD) },
    });
    target.covered = covers;
  } else {
    const failure = { stage: "connect" as const, code: "refused", message: pick(random, AWKWARD), retryable: random() < 0.5 };
    writer.sync(account, connector, { type: "SyncFailed", data: { ...terminal, ...failure } });
    if (!failure.retryable) target.covered = covers;
  }
};

const request = (random: () => number, writer: LogWriter, { account, connector }: Connector, requestId: string): number => {
  const subject = subjects.syncRequest(account, connector);
  const slot = { date: "2026-03-29", time: "08:00", zone: "Etc/GMT" };
  if (random() < 0.3) {
    const skipped = { type: "SlotSkipped" as const, data: { slot, reason: "missed" as const } };
    writer.append("SYNC_REQUESTS", subject, requestEvents.encode(skipped, writer.metadata()));
  }
  const data = { requestId, kind: "read" as const, mode: "full" as const, reason: "schedule" as const, slot, causedBy: null, by: null };
  return writer.append("SYNC_REQUESTS", subject, requestEvents.encode({ type: "SyncRequested", data }, writer.metadata()));
};

const changeEntry = (random: () => number, writer: LogWriter, target: Connector, syncId: string, ordinal: number): void => {
  const { account, connector, entries } = target;
  const known = [...entries.keys()];
  const isNew = known.length === 0 || random() < 0.5;
  const entryId = isNew ? writer.uuid() : pick(random, known);
  const kind = entries.get(entryId)?.kind ?? pick<EntryKind>(random, ["user", "user", "user", "contact"]);
  const isRemoved = !isNew && random() < 0.2;
  const subject = subjects.entry(account, connector, kind, entryId);
  const sequence = writer.entry(subject, {
    type: "EntryChanged",
    data: isRemoved ? removal(entryId, kind, syncId, ordinal) : image(random, entryId, kind, syncId, ordinal),
  });
  entries.set(entryId, { kind, sequence });
};

const image = (random: () => number, entryId: string, kind: EntryKind, syncId: string, ordinal: number): EntryChangedData => {
  const name = pick(random, AWKWARD);
  const email = `${pick(random, ["Anna", "bob", "anna"])}@Example.com`; // some people share an address
  return {
    ...common(entryId, kind, syncId, ordinal),
    state: random() < 0.8 ? "active" : "disabled",
    changes: ["updated"],
    dn: `cn=${name},ou=people,dc=example,dc=com`,
    profile: { displayName: name, emails: [{ value: email, primary: true }], manager: { entryId: "boss" } },
    attributes: { cn: [name], mail: [email], jpegPhoto: [{ binary: "AP8A" }], manager: [{ dn: "cn=boss" }], description: AWKWARD },
    changed: { cn: { before: ["old"], after: [name] } },
  };
};

const removal = (entryId: string, kind: EntryKind, syncId: string, ordinal: number): EntryChangedData => ({
  ...common(entryId, kind, syncId, ordinal),
  state: "removed",
  changes: ["removed"],
  dn: "cn=gone,dc=example,dc=com",
  profile: {},
  attributes: {},
  changed: {},
  evidence: "absentFromCompleteRead",
});

const common = (entryId: string, kind: EntryKind, syncId: string, ordinal: number) => ({
  syncId,
  ordinal,
  entryId,
  kind,
  previous: null,
  observed: { host: "dc1.example.com" },
  cause: "directory" as const,
});

/** A group gains and loses members, and once it is large it splits, for good. */
const changeGroup = (random: () => number, writer: LogWriter, target: Connector, syncId: string, ordinal: number): void => {
  const { account, connector, entries, groups } = target;
  const isNew = groups.length === 0 || random() < 0.3;
  const group: KnownGroup = isNew ? { id: writer.uuid(), members: [], isSplit: false } : pick(random, groups);
  if (isNew) groups.push(group);
  const candidates: Reference[] = [
    ...[...entries.keys()].map((entryId) => ({ entryId })),
    ...groups.map(({ id }) => ({ entryId: id })),
    ...AWKWARD.map((name) => ({ dn: `cn=${name},ou=elsewhere` })),
    { dn: "cn=soon", entryId: "known-later" },
  ];
  group.members = candidates.filter(() => random() < 0.4);
  const send = (part: string, members: readonly Reference[], retired?: boolean): void => {
    const sorted = [...members].sort((one, other) => (referenceKey(one) < referenceKey(other) ? -1 : 1));
    const data = { syncId, ordinal, groupId: group.id, part, members: sorted, ...(retired === true ? { retired } : {}) };
    writer.entry(subjects.members(account, connector, group.id, part), { type: "GroupMembersChanged", data });
  };
  if (!group.isSplit && random() < 0.2) {
    group.isSplit = true;
    if (!isNew) send("all", [], true);
  }
  if (group.isSplit) {
    const parts = Map.groupBy(group.members, (reference) => createHash("sha256").update(referenceKey(reference)).digest("hex").slice(0, 2));
    for (const part of [...parts.keys()].sort().slice(0, 4)) send(part, parts.get(part) ?? []);
  } else send("all", group.members);
  const members = { count: group.members.length, digest: writer.hex(64) };
  const data = { ...image(random, group.id, "group", syncId, ordinal), members };
  writer.entry(subjects.entry(account, connector, "group", group.id), { type: "EntryChanged", data });
};

const hold = (
  random: () => number,
  writer: LogWriter,
  { account, connector, entries }: Connector,
  lifecycle: Lifecycle,
  ordinal: number,
): void => {
  const holdId = pick(random, ["hold-1", "hold-2"]);
  const items = [...entries]
    .slice(0, 5)
    .map(([entryId, { kind }]) => ({ entryId, kind, change: "removed" as const, fingerprint: writer.hex(64) }));
  const held = { removed: items.length, disabled: 0, groups: 0, membersLost: 0 };
  const what = { holdId, holdDigest: writer.hex(64), reasons: ["removals" as const], held, active: entries.size, guard: DEFAULT_GUARD };
  writer.sync(account, connector, { type: "SyncHeld", data: { ...lifecycle, ...what } });
  const { syncId } = lifecycle;
  writer.entry(subjects.hold(account, connector, holdId, 0), { type: "SyncItemsHeld", data: { syncId, ordinal, holdId, part: 0, items } });
};
