/** Streams, subjects and headers: the only place that spells them. */

export const STREAMS = {
  CONNECTORS: { name: "CONNECTORS", subjects: ["account.v1.*", "connector.v1.*.*"], atomicBatches: false },
  SYNC_REQUESTS: { name: "SYNC_REQUESTS", subjects: ["sync-request.v1.*.*"], atomicBatches: false },
  DIRECTORY: { name: "DIRECTORY", subjects: ["directory.v1.>"], atomicBatches: true },
} as const;

export type StreamName = keyof typeof STREAMS;
export const STREAM_NAMES = Object.keys(STREAMS) as readonly StreamName[];

/** The durable consumer that hands out sync requests as work to the fetchers. */
export const SYNC_WORK = { stream: "SYNC_REQUESTS", consumer: "ldap-fetcher", ackWaitMs: 10_000 } as const;

/** The key-value bucket of sealed passwords; keys are `<account>.<connector>.<version>`. */
export const SEALED_BUCKET = "SEALED";
export const sealedKey = (account: string, connector: string, version: string): string => `${account}.${connector}.${version}`;

/**
 * The bucket in which a fetcher keeps what it has gathered of a connector's entries from DIRECTORY, up to a position: ids, fingerprints and change
 * marks. Whatever is in it can be gathered anew at any time, and it may be emptied.
 */
export const KNOWN_BUCKET = "KNOWN";

export type EntryKind = "user" | "group" | "contact";

export const subjects = {
  account: (account: string) => `account.v1.${account}`,
  connector: (account: string, connector: string) => `connector.v1.${account}.${connector}`,
  syncRequest: (account: string, connector: string) => `sync-request.v1.${account}.${connector}`,
  /** The lifecycle of a connector's runs. */
  sync: (account: string, connector: string) => `directory.v1.${account}.${connector}.sync`,
  entry: (account: string, connector: string, kind: EntryKind, entryId: string) =>
    `directory.v1.${account}.${connector}.entry.${kind}.${entryId}`,
  members: (account: string, connector: string, groupId: string, part: string) =>
    `directory.v1.${account}.${connector}.entry.group.${groupId}.members.${part}`,
  hold: (account: string, connector: string, holdId: string, part: number) => `directory.v1.${account}.${connector}.hold.${holdId}.${part}`,
  /** Filters. */
  entriesOf: (account: string, connector: string) => `directory.v1.${account}.${connector}.entry.*.*`,
  entryHistory: (account: string, connector: string, entryId: string) => [
    `directory.v1.${account}.${connector}.entry.*.${entryId}`,
    `directory.v1.${account}.${connector}.entry.*.${entryId}.>`,
  ],
  membersOf: (account: string, connector: string, groupId: string) =>
    `directory.v1.${account}.${connector}.entry.group.${groupId}.members.*`,
  holdItems: (account: string, connector: string, holdId: string) => `directory.v1.${account}.${connector}.hold.${holdId}.*`,
  /** Not stored. */
  progress: (account: string, connector: string) => `progress.v1.${account}.${connector}`,
  /** Answered by the owner of a run while it lives. */
  syncRun: (syncId: string) => `sync-run.v1.${syncId}`,
  /** Answered by the fetchers, in parts. */
  connectionTest: "ldap.v1.test",
  preview: "ldap.v1.preview",
  lookup: "ldap.v1.lookup",
  /** Answered by the projector that folds: asks it to rebuild its read model from the log, or to verify it. */
  readModel: (work: "rebuild" | "verify") => `readmodel.v1.${work}`,
  /** Answered by the same: tells an account's destinations something, to see whether it arrives. */
  attentionTest: "attention.v1.test",
} as const;

/** What a subject of one of the three streams tells. */
export type Place =
  | { readonly of: "account"; readonly account: string }
  | { readonly of: "connector" | "sync-request" | "sync"; readonly account: string; readonly connector: string }
  | { readonly of: "entry"; readonly account: string; readonly connector: string; readonly kind: EntryKind; readonly entryId: string }
  | { readonly of: "members"; readonly account: string; readonly connector: string; readonly groupId: string; readonly part: string }
  | { readonly of: "hold"; readonly account: string; readonly connector: string; readonly holdId: string; readonly part: string };

const KINDS: readonly string[] = ["user", "group", "contact"];

/** Reads a subject back; undefined when it is none of ours. */
export const parseSubject = (subject: string): Place | undefined => {
  const [family, version, account, connector, what, ...rest] = subject.split(".");
  if (version !== "v1" || account === undefined) return undefined;
  if (family === "account") return connector === undefined ? { of: "account", account } : undefined;
  if (connector === undefined) return undefined;
  if (family === "connector" || family === "sync-request") return what === undefined ? { of: family, account, connector } : undefined;
  if (family !== "directory") return undefined;
  const [first, second, third, fourth] = rest;
  if (what === "sync" && rest.length === 0) return { of: "sync", account, connector };
  if (what === "hold" && rest.length === 2) return { of: "hold", account, connector, holdId: first as string, part: second as string };
  if (what !== "entry" || !KINDS.includes(first ?? "") || second === undefined) return undefined;
  if (rest.length === 2) return { of: "entry", account, connector, kind: first as EntryKind, entryId: second };
  if (rest.length === 4 && first === "group" && third === "members") {
    return { of: "members", account, connector, groupId: second, part: fourth as string };
  }
  return undefined;
};

/** On every message of an entry, so that a headers-only read tells what is known. */
export const HEADERS = {
  /** SHA-256 (hex) of the canonical image; see `canonicalImage`. */
  fingerprint: "Fingerprint",
  /** active | disabled | removed */
  state: "State",
  /** The version of the mapping that made the image. */
  mapping: "Mapping",
  /** The directory's own change mark as it was seen: uSNChanged, entryCSN, … */
  marker: "Marker",
  /** The first 16 hexadecimal digits of SHA-256 of the DN as recorded: the entries below a renamed parent have no new change mark. */
  dn: "Dn",
} as const;
