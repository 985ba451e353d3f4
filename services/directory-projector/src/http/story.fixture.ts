import {
  accountEvents,
  type ConnectorEvent,
  connectorEvents,
  DEFAULT_GUARD,
  type EntryEvent,
  type EntryKind,
  entryEvents,
  type Lifecycle,
  type Reference,
  requestEvents,
  type SyncEvent,
  subjects,
  syncEvents,
} from "@dirstream/contracts";
import type { EventLog } from "@dirstream/event-log";
import { appendTo } from "../log.fixture.ts";

/** Followed by the number of the run. */
export const SYNC_ID = "00000000-0000-4000-8000-00000000000";
const CHANGES = { created: 3, updated: 1, moved: 0, disabled: 0, enabled: 0, removed: 0, restored: 0 };
export const COUNTS = { read: 5, ...CHANGES, groups: { created: 1, removed: 0, restored: 0 } };
const NOTHING_CHANGED = { ...COUNTS, created: 0, updated: 0, groups: { created: 0, removed: 0, restored: 0 } };
export const SERVER = { vendor: "openldap", id: "the first" };

export const CHANGED_AT = "2026-03-01T07:59:58.000Z";

const metadata = (second = 0) => ({
  id: crypto.randomUUID(),
  source: "/test",
  time: `2026-03-01T08:00:${String(second).padStart(2, "0")}Z`,
});
export const connector = (log: EventLog, event: ConnectorEvent, name = "north", account = "acme") =>
  appendTo(log, "CONNECTORS", subjects.connector(account, name), connectorEvents.encode(event, metadata()));
export const sync = (log: EventLog, event: SyncEvent, second: number, name = "north") =>
  appendTo(log, "DIRECTORY", subjects.sync("acme", name), syncEvents.encode(event, metadata(second)));
const entry = (log: EventLog, event: EntryEvent, subject: string) =>
  appendTo(log, "DIRECTORY", subject, entryEvents.encode(event, metadata()));

export const request = (log: EventLog, requestId: string, mode: "full" | "incremental" = "full", name = "north") => {
  const data = { requestId, kind: "read" as const, mode, reason: "manual" as const, slot: null, causedBy: null, by: "anna" };
  const payload = requestEvents.encode({ type: "SyncRequested", data }, metadata());
  return appendTo(log, "SYNC_REQUESTS", subjects.syncRequest("acme", name), payload);
};

export const lifecycle = (
  run: number,
  requestId: string,
  covered: number,
  covers: number,
  hold: Lifecycle["standing"]["hold"] = null,
): Lifecycle => ({
  syncId: `${SYNC_ID}${run}`,
  mode: "full",
  requestId,
  attempt: 1,
  covers,
  chain: null,
  ordinal: 0,
  digest: "0".repeat(64),
  counts: COUNTS,
  standing: { covered, previousDigest: null, cursor: null, readWith: null, hold, rejected: [], failing: false },
});
type Started = Extract<SyncEvent, { type: "SyncStarted" }>["data"];
export const started = (common: Lifecycle, more: Partial<Started> = {}): SyncEvent => ({
  type: "SyncStarted",
  data: { ...common, configuration: 1, host: "dc1", server: null, ...more },
});
export const completed = (common: Lifecycle, held = false): SyncEvent => ({
  type: "SyncCompleted",
  data: { ...common, durationsMs: { total: 9, read: 5, append: 4 }, held, leftOut: [], references: [], changedAt: CHANGED_AT },
});
export const failed = (common: Lifecycle, retryable: boolean): SyncEvent => ({
  type: "SyncFailed",
  data: { ...common, stage: "connect", code: "refused", message: "dc1 refused the connection on port 636.", retryable },
});

interface Person {
  readonly kind?: EntryKind;
  readonly state?: "active" | "disabled" | "removed";
  readonly displayName?: string;
  readonly mail?: string;
}
const changed = (
  log: EventLog,
  entryId: string,
  { kind = "user", state = "active", displayName, mail }: Person,
  changes: "created" | "updated" = "created",
) =>
  entry(
    log,
    {
      type: "EntryChanged",
      data: {
        syncId: `${SYNC_ID}1`,
        ordinal: 1,
        entryId,
        kind,
        state,
        changes: [changes],
        dn: `cn=${entryId},dc=example`,
        profile: {
          ...(displayName === undefined ? {} : { displayName }),
          ...(mail === undefined ? {} : { emails: [{ value: mail, primary: true }] }),
          manager: { entryId: "boss" },
        },
        attributes: { cn: [entryId], photo: [{ binary: "AP8A" }], manager: [{ entryId: "boss" }] },
        changed: changes === "created" ? {} : { cn: { before: ["old"], after: [entryId] } },
        previous: null,
        observed: { host: "dc1" },
        cause: "directory",
      },
    },
    subjects.entry("acme", "north", kind, entryId),
  );
const members = (log: EventLog, groupId: string, members: Reference[], delta: { added?: Reference[]; removed?: Reference[] } = {}) =>
  entry(
    log,
    { type: "GroupMembersChanged", data: { syncId: `${SYNC_ID}1`, ordinal: 2, groupId, part: "all", members, ...delta } },
    subjects.members("acme", "north", groupId, "all"),
  );

const SETTINGS = {
  name: "North",
  environment: "on-premises" as const,
  primaryHost: "dc1.example.com",
  secondaryHost: null,
  port: 636,
  encryptionMode: "strict" as const,
  startTls: false,
  certificateAuthority: null,
  pinnedKey: null,
  bindDn: "cn=reader",
  passwordVersion: "very-secret-version",
  baseDn: "dc=example",
  schedule: { times: null, zone: null },
  guard: DEFAULT_GUARD,
};

/** A connector whose runs were answered, tried again, failed and held; one that waits; one that was removed; a foreign account. */
export const tellTheStory = async (log: EventLog): Promise<void> => {
  for (const account of ["acme", "rival"]) {
    const data = { region: "australia" as const, zone: "Australia/Sydney", by: "root" };
    await appendTo(log, "CONNECTORS", subjects.account(account), accountEvents.encode({ type: "AccountRegistered", data }, metadata()));
  }
  const registered = (name: string): ConnectorEvent => ({
    type: "ConnectorRegistered",
    data: { settings: { ...SETTINGS, name }, by: "anna" },
  });
  await connector(log, registered("North"));
  await connector(log, registered("South"), "south");
  await connector(log, registered("Gone"), "gone");
  await connector(log, { type: "ConnectorRemoved", data: { entries: "keep", by: "anna" } }, "gone");
  await connector(log, registered("Rival"), "north", "rival");

  await request(log, "first");
  const merged = await request(log, "merged", "incremental");
  await sync(log, started(lifecycle(1, "first", 0, merged), { server: SERVER, changesOffered: ["sweep"], fullBecause: "noCursor" }), 1);
  await changed(log, "anna", { displayName: "Anna Smith", mail: "Anna@Example.com" });
  await changed(log, "bob", { displayName: "bob", mail: "anna@example.com", state: "disabled" });
  await changed(log, "carol", { displayName: "Carol", kind: "contact" });
  await changed(log, "left", { state: "removed" });
  await members(log, "all-staff", [{ entryId: "anna" }, { entryId: "sales" }]);
  await members(log, "sales", [{ entryId: "bob" }, { entryId: "leads" }, { dn: "cn=outside,dc=other" }]);
  await members(log, "leads", [{ entryId: "anna" }, { entryId: "all-staff" }, { dn: "cn=later,dc=example", entryId: "unknown-yet" }]);
  for (const group of ["all-staff", "sales", "leads"]) await changed(log, group, { kind: "group", displayName: group });
  await sync(log, completed(lifecycle(1, "first", merged, merged)), 2);

  const retried = await request(log, "retried");
  await sync(log, started(lifecycle(2, "retried", merged, retried)), 3);
  await sync(log, failed(lifecycle(2, "retried", merged, retried), true), 4);
  await sync(log, started(lifecycle(3, "retried", merged, retried)), 5);
  await sync(log, failed({ ...lifecycle(3, "retried", retried, retried), counts: NOTHING_CHANGED }, false), 6);

  const held = await request(log, "held");
  const hold = { holdId: "hold-1", digest: "1".repeat(64) };
  const sweep = { mode: "incremental", server: SERVER, changesOffered: ["sweep"], changesBy: "sweep", removalsBy: "increment" } as const;
  await sync(log, started(lifecycle(4, "held", retried, held), { ...sweep, changesOffered: ["sweep"] }), 7);
  const what = { removed: 1, disabled: 0, groups: 0, membersLost: 0 };
  const reasons = ["removals" as const];
  const holding = { holdId: "hold-1", holdDigest: hold.digest, reasons, held: what, active: 4, guard: DEFAULT_GUARD };
  await sync(log, { type: "SyncHeld", data: { ...lifecycle(4, "held", retried, held), ...holding } }, 8);
  const items = [{ entryId: "bob", kind: "user" as const, change: "removed" as const, fingerprint: "2".repeat(64) }];
  const part = { syncId: `${SYNC_ID}4`, ordinal: 1, holdId: "hold-1", part: 0, items };
  await entry(log, { type: "SyncItemsHeld", data: part }, subjects.hold("acme", "north", "hold-1", 0));
  await sync(log, completed(lifecycle(4, "held", held, held, hold), true), 9);
  await request(log, "waiting");
  await changed(log, "anna", { displayName: "Anna Jones", mail: "anna@example.com" }, "updated");
  await members(log, "sales", [{ entryId: "bob" }, { entryId: "leads" }, { dn: "cn=outside,dc=other" }, { entryId: "carol" }], {
    added: [{ entryId: "carol" }],
    removed: [],
  });
};
