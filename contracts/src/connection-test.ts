import * as z from "zod";
import { Certificate, ConnectorSettings } from "./connector-events.ts";
import { Id } from "./ids.ts";
import { SealedPassword } from "./sealed.ts";
import { ChangesBy } from "./sync-events.ts";

/** What a connection test looks at, in this order, on each host. */
export const TEST_STAGES = ["resolve", "connect", "tls", "bind", "base", "read", "account", "changes"] as const;
export const TestStage = z.enum(TEST_STAGES);
export type TestStage = z.output<typeof TestStage>;

/**
 * passed; warning: works, and will not for ever, or should not be so; confirm: a person has to say that this certificate is meant;
 * failed; notApplicable: nothing to look at here; notReached: a stage before it has not passed.
 */
export const TestOutcome = z.enum(["passed", "warning", "confirm", "failed", "notApplicable", "notReached"]);
export type TestOutcome = z.output<typeof TestOutcome>;

/** Longer than the certificate of any directory server; beyond it, the key alone can be confirmed. */
export const LONGEST_PEM = 32 * 1024;

/** A certificate that a server shows now, and what speaks against it. */
export const ShownCertificate = Certificate.partial({ sha256: true }).extend({
  /** The certificate itself, which is handed over by whoever confirms it; left out where it is longer than any server's. */
  pem: z.string().optional(),
  /** Whether Strict accepts it, and if not, why. */
  trusted: z.boolean(),
  distrust: z.string().nullable(),
});
export type ShownCertificate = z.output<typeof ShownCertificate>;

const HostRole = z.enum(["primary", "secondary"]);

/** The confirmed key that Relaxed compares a host's with. */
export const PinnedKey = z.looseObject({
  keySha256: z.string(),
  /** The host that it was confirmed for: the primary's counts for a secondary that has none of its own. */
  of: HostRole,
  /** What was confirmed with it, where that was more than the key. */
  certificate: Certificate.optional(),
});
export type PinnedKey = z.output<typeof PinnedKey>;

/** An entry as it would be synchronised. */
const SampleEntry = z.looseObject({ name: z.string(), mail: z.string().nullable(), state: z.enum(["active", "disabled"]), dn: z.string() });

/** What would be synchronised of one kind. */
export const ReadSample = z.looseObject({
  kind: z.enum(["user", "group", "contact"]),
  count: z.int().min(0),
  /** There are more: the counting was ended after some seconds. */
  more: z.boolean(),
  sample: z.array(SampleEntry),
});
export type ReadSample = z.output<typeof ReadSample>;

/** What the directory says of the account that we sign in with; null where it does not say. */
export const BindAccount = z.looseObject({
  passwordNeverExpires: z.boolean().nullable(),
  passwordExpires: z.iso.datetime().nullable(),
  accountExpires: z.iso.datetime().nullable(),
});
export type BindAccount = z.output<typeof BindAccount>;

/** What the server offers for finding changes without reading everything. */
export const ChangeTracking = z.looseObject({
  vendor: z.enum(["active-directory", "openldap", "generic"]),
  /** The product as it names itself. */
  product: z.string().nullable(),
  /** What would be used. sweep: the change mark of every entry is compared. */
  way: z.enum([...ChangesBy.options, "fullRead"]),
  /** How the server says that nothing at all has changed. */
  mark: z.enum(["highestCommittedUSN", "contextCSN"]).nullable(),
  /** Whether entries that were deleted were seen by themselves; null: this product does not keep them. */
  tombstones: z.boolean().nullable(),
});
export type ChangeTracking = z.output<typeof ChangeTracking>;

/** One stage on one host, as it was decided. What it found stands beside it. */
export const TestedStage = z.looseObject({
  host: z.string(),
  role: HostRole,
  stage: TestStage,
  outcome: TestOutcome,
  durationMs: z.int().min(0),
  /** A word for programs; null where there is nothing to say but the outcome. */
  code: z.string().nullable(),
  /** What is so, in a sentence. */
  message: z.string(),
  /** What to do about it, in a sentence. */
  advice: z.string().nullable(),
  /** Of resolve. */
  addresses: z.array(z.string()).optional(),
  /** Of connect: the one that answered, and where we came from. */
  address: z.string().optional(),
  localAddress: z.string().optional(),
  /** Of tls. */
  certificate: ShownCertificate.optional(),
  /** Of tls, under Relaxed: null where nobody has confirmed any. */
  pinned: PinnedKey.nullable().optional(),
  /** Of read. */
  found: z.array(ReadSample).optional(),
  /** Of account. */
  account: BindAccount.optional(),
  /** Of changes. */
  tracking: ChangeTracking.optional(),
});
export type TestedStage = z.output<typeof TestedStage>;

/** What of a connector's settings a test depends on. */
export const TestedSettings = ConnectorSettings.pick({
  primaryHost: true,
  secondaryHost: true,
  port: true,
  encryptionMode: true,
  startTls: true,
  certificateAuthority: true,
  pinnedKey: true,
  pinnedCertificate: true,
  secondaryPinnedKey: true,
  secondaryPinnedCertificate: true,
  bindDn: true,
  baseDn: true,
  scope: true,
});
export type TestedSettings = z.output<typeof TestedSettings>;

/** What `ldap.v1.test` is asked with; each part of the answer is a TestedStage. Nothing of it is stored. */
export const ConnectionTest = z.looseObject({
  testId: z.uuid(),
  account: Id,
  /** Empty where nothing is saved yet. */
  connector: z.union([Id, z.literal("")]),
  settings: TestedSettings,
  /** Sealed for this test, or the version that the saved settings name. */
  password: z.union([SealedPassword, z.strictObject({ version: z.string() })]),
});
export type ConnectionTest = z.output<typeof ConnectionTest>;
