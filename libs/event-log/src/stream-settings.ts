import { KNOWN_BUCKET, SEALED_BUCKET, STREAM_NAMES, STREAMS, type StreamName, SYNC_WORK, TOLD_BUCKET } from "@dirstream/contracts";
import type { Names } from "./names.ts";

type Setting = string | number | boolean | readonly string[];
/** Settings by JetStream's own names. What is not among them does not matter. */
export type Settings = Readonly<Record<string, Setting>>;
export type StreamSettings = Settings & { readonly name: string };

const NANOSECONDS = 1_000_000;
const UNLIMITED = -1;

/** Everything is kept for ever, nothing is replaced or deleted singly, and a full stream refuses. */
const KEPT = {
  retention: "limits",
  storage: "file",
  discard: "new",
  max_msgs: UNLIMITED,
  max_age: 0,
  allow_direct: true,
  deny_delete: true,
  deny_purge: false, // erasing a person is a purge of that person's subjects
  allow_msg_ttl: false,
  sealed: false,
} as const;

export const streamSettings = (names: Names, stream: StreamName): StreamSettings => ({
  ...KEPT,
  name: names.stream(stream),
  subjects: STREAMS[stream].subjects.map(names.subject),
  max_msgs_per_subject: UNLIMITED,
  max_msg_size: 1024 * 1024,
  // Expected sequences do this work, without a window. This is the shortest that makes no difference.
  duplicate_window: 1000 * NANOSECONDS,
  allow_rollup_hdrs: false,
  allow_atomic: STREAMS[stream].atomicBatches,
});

/** The buckets, and how many bytes a value in them may have. */
const BUCKETS = { [SEALED_BUCKET]: 64 * 1024, [KNOWN_BUCKET]: 1024 * 1024, [TOLD_BUCKET]: 1024 * 1024 } as const;
export type BucketName = keyof typeof BUCKETS;

/** A key-value bucket is a stream that keeps the last message of each subject. */
export const bucketSettings = (names: Names, bucket: BucketName): StreamSettings => ({
  ...KEPT,
  name: names.bucketStream(bucket),
  subjects: [names.valueSubject(bucket, ">")],
  max_msgs_per_subject: 1,
  max_msg_size: BUCKETS[bucket],
  duplicate_window: 1000 * NANOSECONDS,
  allow_rollup_hdrs: true, // how a value is deleted for good
  allow_atomic: false,
});

export const allSettings = (names: Names): readonly StreamSettings[] => [
  ...STREAM_NAMES.map((stream) => streamSettings(names, stream)),
  ...(Object.keys(BUCKETS) as BucketName[]).map((bucket) => bucketSettings(names, bucket)),
];

/** Hands each request to one fetcher at a time, as often as it takes. */
export const workConsumerSettings: Settings = {
  durable_name: SYNC_WORK.consumer,
  ack_policy: "explicit",
  ack_wait: SYNC_WORK.ackWaitMs * NANOSECONDS,
  deliver_policy: "all",
  replay_policy: "instant",
  max_deliver: UNLIMITED,
  max_ack_pending: UNLIMITED,
};

/** The first setting that is not as wanted, as a sentence; undefined when all is well. Servers leave out what is false or nothing. */
export const difference = (what: string, wanted: Settings, found: Readonly<Record<string, unknown>>): string | undefined => {
  for (const [setting, value] of Object.entries(wanted)) {
    const actual = found[setting] ?? (typeof value === "boolean" ? false : typeof value === "number" ? 0 : "nothing");
    if (JSON.stringify(actual) === JSON.stringify(value)) continue;
    return `${what} has ${setting} ${JSON.stringify(actual)}, but must have ${JSON.stringify(value)}: ${remedy(setting)}`;
  }
  return undefined;
};

const FIXED: readonly string[] = ["deny_delete", "deny_purge", "retention", "storage", "sealed", "name", "allow_msg_ttl"];

const remedy = (setting: string): string =>
  FIXED.includes(setting)
    ? "this cannot be changed, so use another namespace or server, or copy what it holds into a new one"
    : "change it back with an administrator's tool (nats stream edit)";

const MINIMUM = [2, 12] as const;
const API_LEVEL = 2;

/** What a server says of itself when one connects. */
export interface ServerInfo {
  readonly version: string;
  readonly api_lvl?: number;
  readonly jetstream?: boolean;
}

/** Why a server will not do, as a sentence; undefined when it will. Atomic batches came with 2.12, whose JetStream API level is 2. */
export const serverProblem = ({ version, api_lvl, jetstream }: ServerInfo): string | undefined => {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const newEnough = major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1]);
  if (newEnough && jetstream !== true) return "JetStream is off on this nats-server: add a jetstream block to its configuration";
  if (newEnough && (api_lvl ?? 0) >= API_LEVEL) return undefined;
  return `This is nats-server ${version}, but ${MINIMUM.join(".")} or newer is needed (for atomic batches): install a newer nats-server and start it on the same store`;
};
