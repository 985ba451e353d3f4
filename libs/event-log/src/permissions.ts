import { KNOWN_BUCKET, SEALED_BUCKET, STREAM_NAMES, STREAMS, type StreamName, SYNC_WORK, TOLD_BUCKET } from "@dirstream/contracts";
import { type Names, namesIn } from "./names.ts";
import { inboxPrefix, type UserName } from "./users.ts";

/** What a user may do, in words of this product. Everything that is not said is forbidden. */
export interface Role {
  /** Subjects it may publish to. */
  readonly publish: readonly string[];
  /** Subjects it may listen to, or answer on. */
  readonly subscribe: readonly string[];
  /** Streams of which it may read everything. */
  readonly read: readonly StreamName[];
  /** Subjects that it may read in streams of which it needs nothing else. */
  readonly readOnly: readonly { readonly stream: StreamName; readonly subject: string }[];
  /** Whether it takes sync requests as work. */
  readonly work: boolean;
  readonly sealedPasswords: "none" | "read" | "write";
  /** Whether it keeps what it has gathered of entries. */
  readonly known: boolean;
  /** Whether it keeps what it has told people. */
  readonly told: boolean;
}

const NOTHING: Role = {
  publish: [],
  subscribe: [],
  read: [],
  readOnly: [],
  work: false,
  sealedPasswords: "none",
  known: false,
  told: false,
};

/** The one table of who may do what. An admin may do everything. */
export const ROLES: Readonly<Record<Exclude<UserName, "admin">, Role>> = {
  "connector-service": {
    ...NOTHING,
    publish: ["account.v1.*", "connector.v1.*.*", "sync-request.v1.*.*", "ldap.v1.>", "readmodel.v1.*", "attention.v1.test"],
    read: ["CONNECTORS", "SYNC_REQUESTS"],
    readOnly: [{ stream: "DIRECTORY", subject: "directory.v1.*.*.sync" }],
    sealedPasswords: "write",
  },
  "scheduler-service": {
    ...NOTHING,
    publish: ["sync-request.v1.*.*"],
    read: ["CONNECTORS", "SYNC_REQUESTS"],
  },
  "ldap-fetcher": {
    ...NOTHING,
    publish: ["directory.v1.>", "progress.v1.*.*", "sync-run.v1.*"],
    subscribe: ["sync-run.v1.*", "ldap.v1.>"],
    read: ["CONNECTORS", "SYNC_REQUESTS", "DIRECTORY"],
    work: true,
    sealedPasswords: "read",
    known: true,
  },
  "directory-projector": {
    ...NOTHING,
    subscribe: ["progress.v1.*.*", "readmodel.v1.*", "attention.v1.test"],
    read: ["CONNECTORS", "SYNC_REQUESTS", "DIRECTORY"],
    told: true,
  },
};

/** The same in the server's words: subjects on the wire. */
export interface Permissions {
  readonly publish: { readonly allow: readonly string[]; readonly deny: readonly string[] };
  readonly subscribe: { readonly allow: readonly string[] };
}

export const permissionsOf = (user: Exclude<UserName, "admin">, namespace = ""): Permissions => {
  const role = ROLES[user];
  const names = namesIn(namespace);
  const work = workSubjects(names);
  return {
    publish: {
      allow: [
        ...role.publish.map(names.subject),
        ...STREAM_NAMES.map((stream) => `$JS.API.STREAM.INFO.${names.stream(stream)}`),
        ...role.read.flatMap((stream) => readSubjects(names, stream)),
        ...role.readOnly.flatMap(({ stream, subject }) => readOnlySubjects(names, stream, subject)),
        ...(role.work ? [work.acknowledge] : []),
        ...sealedSubjects(names, role.sealedPasswords),
        ...(role.known ? knownSubjects(names) : []),
        ...(role.told ? writtenBucket(names, TOLD_BUCKET) : []),
      ],
      // Reading a stream must not reach the consumer that hands out its work.
      deny: [...(role.work || !role.read.includes(SYNC_WORK.stream) ? [] : [work.take]), ...work.change],
    },
    subscribe: { allow: [`${inboxPrefix(user)}.>`, ...role.subscribe.map(names.subject)] },
  };
};

/** A consumer with one filter names it in the subject that creates it; with several or none it does not. */
const readSubjects = (names: Names, stream: StreamName): readonly string[] => {
  const name = names.stream(stream);
  return [
    `$JS.API.CONSUMER.CREATE.${name}.*`,
    `$JS.API.CONSUMER.CREATE.${name}.*.>`,
    `$JS.API.CONSUMER.MSG.NEXT.${name}.*`,
    `$JS.API.STREAM.MSG.GET.${name}`,
    ...STREAMS[stream].subjects.map((subject) => `$JS.API.DIRECT.GET.${name}.${names.subject(subject)}`),
  ];
};

// The leader's answer cannot be limited to a subject, and a writer needs it: it must not miss what was just stored.
const readOnlySubjects = (names: Names, stream: StreamName, subject: string): readonly string[] => {
  const name = names.stream(stream);
  return [
    `$JS.API.CONSUMER.CREATE.${name}.*.${names.subject(subject)}`,
    `$JS.API.CONSUMER.MSG.NEXT.${name}.*`,
    `$JS.API.STREAM.MSG.GET.${name}`,
    `$JS.API.DIRECT.GET.${name}.${names.subject(subject)}`,
  ];
};

const workSubjects = (names: Names) => {
  const place = `${names.stream(SYNC_WORK.stream)}.${SYNC_WORK.consumer}`;
  return {
    take: `$JS.API.CONSUMER.MSG.NEXT.${place}`,
    acknowledge: `$JS.ACK.${place}.>`,
    change: [`$JS.API.CONSUMER.CREATE.${place}`, `$JS.API.CONSUMER.CREATE.${place}.>`],
  };
};

const knownSubjects = (names: Names): readonly string[] => {
  const value = names.valueSubject(KNOWN_BUCKET, ">");
  return [value, `$JS.API.DIRECT.GET.${names.bucketStream(KNOWN_BUCKET)}.${value}`];
};

const sealedSubjects = (names: Names, may: Role["sealedPasswords"]): readonly string[] => {
  if (may === "none") return [];
  return may === "write" ? writtenBucket(names, SEALED_BUCKET) : [`$JS.API.STREAM.MSG.GET.${names.bucketStream(SEALED_BUCKET)}`];
};

/** Putting, getting, and listing what is there, which takes a consumer. */
const writtenBucket = (names: Names, bucket: string): readonly string[] => {
  const stream = names.bucketStream(bucket);
  const list = [`$JS.API.CONSUMER.CREATE.${stream}.*.>`, `$JS.API.CONSUMER.MSG.NEXT.${stream}.*`];
  return [`$JS.API.STREAM.MSG.GET.${stream}`, ...list, names.valueSubject(bucket, ">")];
};
