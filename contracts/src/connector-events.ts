import * as z from "zod";
import { AttentionTo } from "./attention.ts";
import { type EventOf, eventType } from "./event-type.ts";
import { Digest, Sequence } from "./ids.ts";
import { LocalTime, RegionId } from "./regions.ts";
import { registryOf } from "./registry.ts";
import { Scope } from "./scope.ts";

/** Who did it: the subject of the caller's token. */
const By = z.string().min(1).max(200);
/** Why, in the person's own words. */
const Why = z.string().max(1000);

const Account = z.looseObject({
  region: RegionId,
  zone: z.string(),
  /** Where it is told that a connector needs somebody. Left out: nowhere. */
  attention: AttentionTo.optional(),
  by: By,
});

/** An account begins; `zone` is its region's unless the account has chosen another. */
export const AccountRegistered = eventType("AccountRegistered", Account);
export const AccountReconfigured = eventType("AccountReconfigured", Account);

export const Environment = z.enum(["on-premises", "hybrid", "g-suite"]);
export const EncryptionMode = z.enum(["strict", "relaxed", "none"]);

/**
 * Above which a run's destructive changes wait for a person. Counts are absolute; percentages are of what is active
 * (the connector's entries, the group's members) and count only from the given minimum upwards.
 */
export const Guard = z.looseObject({
  removals: z.looseObject({ count: z.int().min(0), percent: z.number().min(0).max(100), percentFrom: z.int().min(0) }),
  membersLost: z.looseObject({ count: z.int().min(0), percent: z.number().min(0).max(100), percentFrom: z.int().min(0) }),
});
export type Guard = z.output<typeof Guard>;

export const DEFAULT_GUARD: Guard = {
  removals: { count: 500, percent: 20, percentFrom: 20 },
  membersLost: { count: 500, percent: 20, percentFrom: 50 },
};

/** A connector's own times and zone; null in either place means the account's. */
export const Schedule = z.looseObject({ times: z.array(LocalTime).min(1).max(48).nullable(), zone: z.string().nullable() });
export type Schedule = z.output<typeof Schedule>;

/** What a server's certificate says of itself. Whoever issued it wrote that: whoever shows it treats it as foreign text. */
export const Certificate = z.looseObject({
  subject: z.string(),
  issuer: z.string(),
  /** subjectAltName, such as `DNS:dc1.example.com`. */
  names: z.array(z.string()),
  validFrom: z.iso.datetime(),
  validTo: z.iso.datetime(),
  /** Such as `RSA, 2048 bits`. */
  keyType: z.string(),
  /** SHA-256 (hex) of the public key (SPKI): what Relaxed pins. */
  keySha256: Digest,
  /** SHA-256 (hex) of the certificate itself. */
  sha256: Digest,
});
export type Certificate = z.output<typeof Certificate>;

/** Everything that a run needs to know of a connector, except the password itself. */
export const ConnectorSettings = z.looseObject({
  name: z.string().min(1).max(100),
  environment: Environment,
  primaryHost: z.string().min(1),
  secondaryHost: z.string().min(1).nullable(),
  port: z.int().min(1).max(65_535),
  encryptionMode: EncryptionMode,
  /** TLS begins inside a plain connection (RFC 4511 section 4.14) instead of before the first byte. */
  startTls: z.boolean(),
  /** PEM of a private CA that Strict accepts beside the public ones. */
  certificateAuthority: z.string().nullable(),
  /** SHA-256 (hex) of the public key (SPKI) that Relaxed accepts. */
  pinnedKey: Digest.nullable(),
  /** What the certificate said in which that key was confirmed. Null or left out: the key alone was given. */
  pinnedCertificate: Certificate.nullable().optional(),
  /** The same of the secondary host, which is another server with a key of its own. Null or left out: `pinnedKey` counts for both. */
  secondaryPinnedKey: Digest.nullable().optional(),
  secondaryPinnedCertificate: Certificate.nullable().optional(),
  bindDn: z.string().min(1),
  /** Names the sealed password in the key-value bucket. Never the password. */
  passwordVersion: z.string().min(1),
  baseDn: z.string().min(1),
  schedule: Schedule,
  guard: Guard,
  /** Left out: `WHOLE_SCOPE`. */
  scope: Scope.optional(),
});
export type ConnectorSettings = z.output<typeof ConnectorSettings>;

type Pinned = Pick<ConnectorSettings, "pinnedKey" | "pinnedCertificate" | "secondaryPinnedKey" | "secondaryPinnedCertificate">;

/**
 * What was confirmed of each host. A writer that does not know of certificates changes the key and leaves what another said:
 * that is told by its key, and counts no more.
 */
export const confirmedCertificates = (settings: Pinned): Readonly<Record<"primary" | "secondary", Certificate | null>> => ({
  primary: ofKey(settings.pinnedCertificate, settings.pinnedKey),
  secondary: ofKey(settings.secondaryPinnedCertificate, settings.secondaryPinnedKey),
});

const ofKey = (certificate: Certificate | null | undefined, key: string | null | undefined): Certificate | null =>
  certificate?.keySha256 === key ? (certificate ?? null) : null;

const Configured = z.looseObject({ settings: ConnectorSettings, by: By });
const Switched = z.looseObject({ by: By });
const HoldDecided = z.looseObject({ holdId: z.string(), digest: Digest, reason: Why, by: By });

/** A connector is registered enabled. */
export const ConnectorRegistered = eventType("ConnectorRegistered", Configured);
/** Carries the whole settings, so that the last of them is the state. */
export const ConnectorReconfigured = eventType("ConnectorReconfigured", Configured);
export const ConnectorEnabled = eventType("ConnectorEnabled", Switched);
export const ConnectorDisabled = eventType("ConnectorDisabled", Switched);
/** `entries` says what becomes of what the connector brought: kept as it is, or removed by a run. */
export const ConnectorRemoved = eventType("ConnectorRemoved", z.looseObject({ entries: z.enum(["keep", "remove"]), by: By }));
/** Exactly the items of that hold, as their digest names them, may go. */
export const HoldApproved = eventType("HoldApproved", HoldDecided);
/** The items of that hold stay here and are not asked again. */
export const HoldRejected = eventType("HoldRejected", HoldDecided);
/** The projection of a connector that stopped at an event goes on: reading that event again, or stepping over it. */
export const ProjectionResumed = eventType(
  "ProjectionResumed",
  z.looseObject({ stream: z.string(), sequence: Sequence, skip: z.boolean(), reason: Why, by: By }),
);

export const accountEvents = registryOf(AccountRegistered, AccountReconfigured);
export type AccountEvent = EventOf<typeof AccountRegistered | typeof AccountReconfigured>;

export const connectorEvents = registryOf(
  ConnectorRegistered,
  ConnectorReconfigured,
  ConnectorEnabled,
  ConnectorDisabled,
  ConnectorRemoved,
  HoldApproved,
  HoldRejected,
  ProjectionResumed,
);
export type ConnectorEvent = EventOf<
  | typeof ConnectorRegistered
  | typeof ConnectorReconfigured
  | typeof ConnectorEnabled
  | typeof ConnectorDisabled
  | typeof ConnectorRemoved
  | typeof HoldApproved
  | typeof HoldRejected
  | typeof ProjectionResumed
>;

/** The events that change what a run reads with; the sequence of the last of them is a run's `configuration`. */
export const CONFIGURATION_EVENTS: readonly ConnectorEvent["type"][] = [
  "ConnectorRegistered",
  "ConnectorReconfigured",
  "ConnectorEnabled",
  "ConnectorDisabled",
  "ConnectorRemoved",
];
