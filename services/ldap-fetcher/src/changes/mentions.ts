import { parseSubject, subjects } from "@dirstream/contracts";
import { type EventLog, lastPerSubject } from "@dirstream/event-log";
import type { Place } from "../place.ts";

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/**
 * Whose last events name one of these entries: groups as a member, people as their manager. Active Directory takes a deleted entry out of every
 * value that names it, and reports no change of those who had the value. One look through the whole log, only where something was deleted.
 */
export const whoMentions = async (log: EventLog, { account, connector }: Place, ids: ReadonlySet<string>): Promise<Set<string>> => {
  const mentioning = new Set<string>();
  for (const filter of [subjects.entriesOf(account, connector), subjects.membersOf(account, connector, "*")]) {
    for await (const messages of lastPerSubject(log, { stream: "DIRECTORY", filter })) {
      for (const { subject, payload } of messages) {
        const place = parseSubject(subject);
        const entryId = place?.of === "entry" ? place.entryId : place?.of === "members" ? place.groupId : undefined;
        if (entryId === undefined || ids.has(entryId)) continue;
        const text = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString("latin1");
        for (const [named] of text.matchAll(UUID)) {
          if (!ids.has(named)) continue;
          mentioning.add(entryId);
          break;
        }
      }
    }
  }
  return mentioning;
};
