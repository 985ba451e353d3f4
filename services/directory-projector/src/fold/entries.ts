import { createHash } from "node:crypto";
import type { EntryChangedData, EntryEvent, GroupMembersChangedData, Profile, Reference } from "@dirstream/contracts";
import type { Fact } from "./read-event.ts";
import { type GroupPart, json, type RowChanges } from "./row-changes.ts";
import { storable } from "./storable.ts";

export const foldEntry = ({ images, beginnings }: RowChanges, fact: Fact, entry: EntryChangedData): void => {
  const { account, connector, subject, sequence, time } = fact;
  const { entryId: entry_id, kind, state, syncId: sync_id, profile, attributes, members, evidence } = entry;
  const dn = storable(entry.dn);
  if (entry.previous === null) beginnings.add(subject);
  images.entry.set(subject, {
    account,
    connector,
    sequence,
    time,
    entry_id,
    kind,
    state,
    sync_id,
    dn,
    name_key: nameKey(profile.displayName ?? profile.userName ?? dn),
    email: emailKey(profile.emails),
    department: profile.department === undefined ? null : storable(profile.department),
    profile: json(profile),
    attributes: json(attributes),
    member_count: members?.count ?? null,
    evidence: evidence ?? null,
  });
};

const LONGEST_NAME_KEY = 100;
/** RFC 5321 sections 4.5.3.1.1 and 4.5.3.1.2: 64, the @ and 255. What is longer is no address, and no index would take it. */
const LONGEST_EMAIL = 320;

/** Lower case, as searches send it. */
export const nameKey = (name: string): string => storable(name.slice(0, LONGEST_NAME_KEY).toLowerCase().slice(0, LONGEST_NAME_KEY));

const emailKey = (emails: Profile["emails"]): string | null => {
  const address = (emails?.find(({ primary }) => primary === true) ?? emails?.[0])?.value;
  return address === undefined || address.length > LONGEST_EMAIL ? null : storable(address.toLowerCase());
};

export const foldMembers = ({ parts, beginnings }: RowChanges, fact: Fact, change: GroupMembersChangedData): void => {
  const { account, connector, subject } = fact;
  const { groupId: group_id, part, members, added } = change;
  if (added === undefined) beginnings.add(subject);
  const byKey = new Map(members.map((reference) => [memberKey(reference), reference]));
  parts.set(subject, {
    account,
    connector,
    group_id,
    part,
    members: Array.from(byKey, ([member, { entryId, dn }]): GroupPart["members"][number] => {
      return { member, entry_id: entryId ?? null, dn: dn === undefined ? null : storable(dn) };
    }),
  });
};

/** What the contract tells references apart by, in a length that fits an index. */
const memberKey = ({ entryId, dn }: Reference): string =>
  dn === undefined ? `id:${entryId}` : `dn:${createHash("sha256").update(dn).digest("hex")}`;

export const foldHeldItems = (
  { images }: RowChanges,
  { account, connector, sequence, time }: Fact,
  { holdId: hold_id, items }: Extract<EntryEvent, { type: "SyncItemsHeld" }>["data"],
): void => {
  for (const { entryId: entry_id, kind, change, fingerprint } of items) {
    const row = { account, connector, sequence, time, hold_id, entry_id, kind, change, fingerprint };
    images.held_item.set(`${account}/${connector}/${hold_id}/${entry_id}/${kind}/${change}`, row);
  }
};
