import { randomUUID } from "node:crypto";
import {
  type ConnectorEvent,
  type ConnectorSettings,
  connectorEvents,
  DEFAULT_GUARD,
  type EntryEvent,
  entryEvents,
  requestEvents,
  type SyncEvent,
  type SyncRequest,
  subjects,
  syncEvents,
} from "@dirstream/contracts";
import {
  append,
  connectEventLog,
  type EventLog,
  lastMessage,
  provision,
  readToEnd,
  type Verdict,
  type WorkItem,
} from "@dirstream/event-log";
import { Client } from "ldapts";
import { type Fetcher, handleSyncRequest } from "../handle-sync-request.ts";

export interface LdapServer {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly adminDn: string;
  readonly adminPassword: string;
  readonly baseDn: string;
}

export type Recorded = (EntryEvent | SyncEvent) & { readonly sequence: number; readonly subject: string };

const ACCOUNT = "acme";
const metadata = () => ({ id: randomUUID(), source: "/test", time: new Date().toISOString() });

/** A connector of its own on an organizational unit of its own, in a namespace of its own, and the fetcher's handler to run it. */
export const openSynchronisedUnit = async (natsUrl: string, ldap: LdapServer) => {
  const unique = `t${randomUUID().slice(0, 8)}`;
  const log = await connectEventLog({ servers: natsUrl, name: "ldap-fetcher-test", namespace: unique });
  await provision(log);
  const directory = new Client({ url: ldap.url });
  await directory.bind(ldap.adminDn, ldap.adminPassword);
  const baseDn = `ou=${unique},${ldap.baseDn}`;
  await directory.add(baseDn, { objectClass: "organizationalUnit", ou: unique });

  const fetcher = fetcherOn(log, ldap.adminPassword);
  const settings = settingsFor(ldap, baseDn);
  const unit = {
    ...{ log, directory, baseDn, fetcher, settings },
    command: (event: ConnectorEvent, connector = "c1") =>
      appendTo(log, subjects.connector(ACCOUNT, connector), connectorEvents.encode(event, metadata())),
    request: (request: Partial<SyncRequest> = {}, connector = "c1") => appendRequest(log, connector, request),
    deliver: (sequence: number, connector = "c1", by: Fetcher = fetcher) => deliver(by, connector, sequence),
    sync: async (request: Partial<SyncRequest> = {}, connector = "c1"): Promise<Verdict> =>
      deliver(fetcher, connector, await appendRequest(log, connector, request)),
    /** What was recorded since the last time this was asked. */
    news: newsOf(log),
    addPerson: (uid: string, attributes: Record<string, string | string[]> = {}) =>
      directory.add(`uid=${uid},${baseDn}`, { objectClass: "inetOrgPerson", uid, cn: uid, sn: uid, ...attributes }),
    addGroup: (cn: string, uids: readonly string[]) =>
      directory.add(`cn=${cn},${baseDn}`, { objectClass: "groupOfNames", cn, member: uids.map((uid) => `uid=${uid},${baseDn}`) }),
    [Symbol.asyncDispose]: async () => {
      await directory.unbind();
      await log[Symbol.asyncDispose]();
    },
  };
  await unit.command({ type: "ConnectorRegistered", data: { settings, by: "test" } });
  return unit;
};

export const fetcherOn = (log: EventLog, password: string, more: Partial<Fetcher> = {}): Fetcher => ({
  log,
  access: { openPassword: async () => Buffer.from(password), allowAddress: () => true, pageSize: 100 },
  signal: new AbortController().signal,
  ...{ retryDelaysMs: [60_000], mostRunMs: 600_000 },
  keeping: { snapshotAfter: 0, onError: () => undefined },
  report: () => undefined,
  ...more,
});

const settingsFor = ({ host, port, adminDn }: LdapServer, baseDn: string): ConnectorSettings => ({
  ...{ name: "Unit", environment: "on-premises", primaryHost: host, secondaryHost: null, port },
  ...{ encryptionMode: "none", startTls: false, certificateAuthority: null, pinnedKey: null },
  ...{ bindDn: adminDn, passwordVersion: "1", baseDn, schedule: { times: null, zone: null }, guard: DEFAULT_GUARD },
});

const streamOf = (subject: string) => (subject.startsWith("connector.") ? "CONNECTORS" : "SYNC_REQUESTS");

const appendTo = async (log: EventLog, subject: string, payload: Uint8Array): Promise<number> => {
  const last = await lastMessage(log, { stream: streamOf(subject), subject });
  return append(log, { subject, payload, expectedSequence: last?.sequence ?? 0 });
};

const appendRequest = (log: EventLog, connector: string, request: Partial<SyncRequest>): Promise<number> => {
  const data: SyncRequest = {
    ...{ requestId: randomUUID(), kind: "read", mode: "full", reason: "manual", slot: null, causedBy: null, by: "test" },
    ...request,
  };
  return appendTo(log, subjects.syncRequest(ACCOUNT, connector), requestEvents.encode({ type: "SyncRequested", data }, metadata()));
};

const deliver = (fetcher: Fetcher, connector: string, sequence: number): Promise<Verdict> => {
  const subject = subjects.syncRequest(ACCOUNT, connector);
  const message = { subject, sequence, time: "", payload: new Uint8Array(), header: () => undefined };
  return handleSyncRequest(fetcher, { message, redeliveries: 0 } satisfies WorkItem);
};

const newsOf = (log: EventLog) => {
  let after = 0;
  return async (): Promise<Recorded[]> => {
    const recorded: Recorded[] = [];
    for await (const messages of readToEnd(log, { stream: "DIRECTORY", after })) {
      for (const { payload, sequence, subject } of messages) {
        after = sequence;
        const entry = entryEvents.decode(payload);
        const decoded = entry.kind === "event" ? entry : syncEvents.decode(payload);
        if (decoded.kind === "event") recorded.push({ ...decoded.event, sequence, subject });
      }
    }
    return recorded;
  };
};

/** The events of one type. */
export const ofType = <Type extends Recorded["type"]>(recorded: readonly Recorded[], type: Type) =>
  recorded.filter((event): event is Extract<Recorded, { type: Type }> => event.type === type);
