import * as z from "zod";
import { ConnectorSettings } from "./connector-events.ts";
import { Change, EntryChanged, Kind, State } from "./entry-events.ts";
import { EntryId, Id } from "./ids.ts";
import { SealedPassword } from "./sealed.ts";
import { Counts, HoldReason } from "./sync-events.ts";

/** What `ldap.v1.preview` is asked with: a connector as it is, or as it would be. Nothing of it is stored. */
export const PreviewRequest = z.looseObject({
  previewId: z.uuid(),
  account: Id,
  /** Empty where nothing is saved yet: then everything would be new. */
  connector: z.union([Id, z.literal("")]),
  settings: ConnectorSettings,
  /** Sealed for this preview, or the version that the saved settings name. */
  password: z.union([SealedPassword, z.strictObject({ version: z.string() })]),
});
export type PreviewRequest = z.output<typeof PreviewRequest>;

const PreviewProgress = z.looseObject({ line: z.literal("progress"), read: z.int().min(0) });

/** One entry that a synchronisation would change. */
export const PreviewChange = z.looseObject({
  line: z.literal("change"),
  entryId: EntryId,
  kind: Kind,
  /** As it would be. */
  state: State,
  changes: z.array(Change),
  dn: z.string(),
  name: z.string().nullable(),
  mail: z.string().nullable(),
  /** Attributes with their values before and after. */
  changed: EntryChanged.data.shape.changed,
  /** Of a group. */
  members: z.looseObject({ added: z.int().min(0), removed: z.int().min(0) }).nullable(),
  /** It would wait for a person's approval. */
  held: z.boolean(),
});
export type PreviewChange = z.output<typeof PreviewChange>;

/** The last line of a preview that is whole. */
export const PreviewSummary = z.looseObject({
  line: z.literal("summary"),
  host: z.string(),
  /** What would be recorded at once; what is held is not in it. */
  counts: Counts,
  /** Why something would wait for approval; null where nothing would. */
  held: z
    .looseObject({
      reasons: z.array(HoldReason),
      removed: z.int().min(0),
      disabled: z.int().min(0),
      groups: z.int().min(0),
      membersLost: z.int().min(0),
    })
    .nullable(),
  /** Active entries as they are recorded now. */
  active: z.int().min(0),
  /** Parts of the directory that lie on other servers, and are not read. */
  references: z.array(z.string()),
  durationMs: z.int().min(0),
});
export type PreviewSummary = z.output<typeof PreviewSummary>;

/** The last line of a preview that came to nothing. */
const PreviewFailure = z.looseObject({ line: z.literal("failed"), stage: z.string(), code: z.string(), message: z.string() });

/** The answer is a text of these, each JSON with a line feed behind it; its parts are cut anywhere. */
export const PreviewLine = z.discriminatedUnion("line", [PreviewProgress, PreviewChange, PreviewSummary, PreviewFailure]);
export type PreviewLine = z.output<typeof PreviewLine>;
