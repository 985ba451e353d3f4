/** What the API answers, as far as it is shown here. Everything else in an answer is kept, for `--json`. */
import * as z from "zod";

const Text = z.string().nullish();
const Texts = z.array(z.string()).nullish();
const Count = z.number().nullish();
const Deltas = z.record(z.string(), z.looseObject({ before: z.array(z.unknown()).nullish(), after: z.array(z.unknown()).nullish() }));

export const Counts = z.looseObject({
  read: Count,
  created: Count,
  updated: Count,
  moved: Count,
  disabled: Count,
  enabled: Count,
  removed: Count,
  restored: Count,
  groups: z.looseObject({ created: Count, removed: Count, restored: Count }).nullish(),
});
export const Sync = z.looseObject({
  requestId: z.string(),
  syncId: Text,
  mode: Text,
  reason: Text,
  status: z.string(),
  host: Text,
  changesBy: Text,
  fullBecause: Text,
  requestedAt: Text,
  startedAt: Text,
  completedAt: Text,
  counts: Counts.nullish(),
  error: z.looseObject({ code: z.string(), message: z.string(), retryable: z.boolean().nullish() }).nullish(),
});
export type Sync = z.output<typeof Sync>;

export const Run = z.looseObject({
  syncId: z.string(),
  ...{ mode: Text, status: z.string(), host: Text, changesBy: Text, fullBecause: Text, removalsBy: Text, holdId: Text },
  server: z.looseObject({ vendor: z.string(), id: z.string() }).nullish(),
  changesOffered: Texts,
  counts: Counts,
  error: z.looseObject({ message: z.string() }).nullish(),
  latency: z.looseObject({ changedAt: Text, requestedAt: Text, startedAt: Text, readMs: Count, completedAt: Text, visibleAt: Text }),
});
export type Run = z.output<typeof Run>;

export const Statistic = z.looseObject({
  ...{ syncId: z.string(), status: z.string(), completedAt: Text, people: Count, groups: Count, counts: Counts, visibleAt: Text },
  durationsMs: z.looseObject({ total: Count, read: Count }).nullish(),
});
export type Statistic = z.output<typeof Statistic>;

const Certificate = z.looseObject({
  ...{ subject: z.string(), issuer: z.string(), names: z.array(z.string()), validFrom: z.string(), validTo: z.string() },
  ...{ keyType: z.string(), keySha256: z.string(), sha256: Text },
});
export type Certificate = z.output<typeof Certificate>;

export const Connector = z.looseObject({
  connectorId: z.string(),
  name: z.string(),
  status: Text,
  enabled: z.boolean().nullish(),
  environment: Text,
  primaryHost: Text,
  secondaryHost: Text,
  port: Count,
  encryptionMode: Text,
  bindDn: Text,
  baseDn: Text,
  startTls: z.boolean().nullish(),
  ...{ pinnedKey: Text, secondaryPinnedKey: Text },
  ...{ pinnedCertificate: Certificate.nullish(), secondaryPinnedCertificate: Certificate.nullish() },
  scope: z
    .looseObject({
      ...{ moreBaseDns: Texts, excludedDns: Texts, peopleFilter: Text, groupFilter: Text },
      ...{ emailDomains: Texts, moreAttributes: Texts, omittedAttributes: Texts },
    })
    .nullish(),
  nextRun: z.looseObject({ at: z.string(), time: z.string(), zone: z.string() }).nullish(),
  lastRun: Sync.partial({ requestId: true }).nullish(),
  halted: z.array(z.looseObject({ stream: z.string(), sequence: z.number(), reason: z.string() })).default([]),
});
export type Connector = z.output<typeof Connector>;

const Label = z.looseObject({ value: z.string(), type: Text });

export const Entry = z.looseObject({
  id: z.string(),
  entryId: z.string(),
  connectorId: z.string(),
  kind: z.string(),
  state: z.string(),
  dn: z.string(),
  profile: z.looseObject({
    displayName: Text,
    userName: Text,
    title: Text,
    department: Text,
    emails: z.array(Label).nullish(),
    phoneNumbers: z.array(Label).nullish(),
  }),
  attributes: z.record(z.string(), z.array(z.unknown())).default({}),
  memberCount: Count,
  evidence: Text,
  lastKnown: z.looseObject({ name: Text, email: Text }).nullish(),
  changedAt: Text,
});
export type Entry = z.output<typeof Entry>;

export const Member = z.looseObject({ id: Text, entryId: Text, dn: Text, kind: Text, displayName: Text });
export type Member = z.output<typeof Member>;

export const HistoryItem = z.looseObject({
  sequence: z.number(),
  time: z.string(),
  syncId: Text,
  changes: z.array(z.string()),
  state: Text,
  members: z.looseObject({ added: z.array(z.unknown()), removed: z.array(z.unknown()) }).nullish(),
  unreadable: Text,
  changed: Deltas.nullish(),
});
export type HistoryItem = z.output<typeof HistoryItem>;

export const RunChange = HistoryItem.extend({
  ...{ kind: Text, name: Text, email: Text, dn: Text },
  members: z.looseObject({ added: z.array(z.unknown()), removed: z.array(z.unknown()), addedCount: Count, removedCount: Count }).nullish(),
});
export type RunChange = z.output<typeof RunChange>;

const HeldCounts = z.looseObject({ removed: Count, disabled: Count, groups: Count, membersLost: Count });

export const Hold = z.looseObject({
  holdId: z.string(),
  digest: Text,
  status: Text,
  heldAt: Text,
  reasons: z.array(z.string()).default([]),
  held: HeldCounts.nullish(),
  active: Count,
  decision: z.looseObject({ by: z.string(), at: z.string(), reason: z.string() }).nullish(),
});
export type Hold = z.output<typeof Hold>;

export const HeldItem = z.looseObject({ id: z.string(), kind: z.string(), change: z.string(), dn: Text, displayName: Text });
export type HeldItem = z.output<typeof HeldItem>;

/** An answer of which only the JSON is of use. */
export const Anything = z.looseObject({});

export const TestedStage = z.looseObject({
  host: z.string(),
  role: z.string(),
  stage: z.string(),
  outcome: z.string(),
  durationMs: z.number(),
  message: z.string(),
  advice: Text,
  certificate: Certificate.extend({ trusted: z.boolean(), distrust: Text }).nullish(),
  pinned: z.looseObject({ keySha256: z.string(), of: z.string(), certificate: Certificate.nullish() }).nullish(),
  found: z
    .array(
      z.looseObject({
        kind: z.string(),
        sample: z.array(z.looseObject({ name: z.string(), mail: Text, state: z.string() })),
      }),
    )
    .nullish(),
});
export type TestedStage = z.output<typeof TestedStage>;

/** The last line of a test. */
export const TestOutcome = z.looseObject({ outcome: z.string() });

/** The lines of a preview. */
const PreviewedChange = z.looseObject({
  ...{ line: z.literal("change"), kind: z.string(), changes: z.array(z.string()), dn: z.string(), name: Text, mail: Text },
  changed: Deltas,
  members: z.looseObject({ added: z.number(), removed: z.number() }).nullish(),
  held: z.boolean(),
});
export type PreviewedChange = z.output<typeof PreviewedChange>;

const PreviewSummary = z.looseObject({
  ...{ line: z.literal("summary"), counts: Counts, active: Count, durationMs: Count },
  held: HeldCounts.extend({ reasons: z.array(z.string()) }).nullish(),
  references: z.array(z.string()).default([]),
});
export type PreviewSummary = z.output<typeof PreviewSummary>;

const PreviewFailure = z.looseObject({ line: z.literal("failed"), message: z.string() });

export const PreviewLine = z.discriminatedUnion("line", [
  z.looseObject({ line: z.literal("progress"), read: z.number() }),
  PreviewedChange,
  PreviewSummary,
  PreviewFailure,
]);

/** What a lookup has found of the directory, and why it is not synchronised. */
export const LookupFound = z.looseObject({
  ...{ entryId: z.string(), dn: z.string(), kind: Text, name: Text, email: Text, state: z.string(), whenChanged: Text },
  objectClasses: z.array(z.string()).default([]),
  inScope: z.boolean(),
  because: z.array(z.looseObject({ code: z.string(), baseDns: Texts, container: Text, filter: Text, domains: Texts })),
});
export type LookupFound = z.output<typeof LookupFound>;

export const Lookup = z.looseObject({
  summary: z.looseObject({ host: z.string(), searched: z.string(), truncated: z.boolean() }),
  found: z.array(LookupFound),
});
export type Lookup = z.output<typeof Lookup>;
