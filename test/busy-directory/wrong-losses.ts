import type { AttributeValue } from "@dirstream/contracts";
import { isA, type LogEvent } from "../checker/stored-message.ts";
import type { Journal } from "./journal.ts";
import { KEY_OF } from "./vocabulary.ts";

/**
 * What a connector's runs have taken away although it was there from the run's start until that was recorded. Which entry of the journal it
 * is says an attribute that nobody changes.
 */
export const wrongLosses = (log: readonly LogEvent[], connector: string, journal: Journal): string[] => {
  const keys = new Map<string, string>();
  const wrong: string[] = [];
  let startedMs = 0;
  for (const it of log) {
    if (it.place.of === "account" || it.place.connector !== connector) continue;
    const wasThere = (thing: string) => journal.wasThereAllAlong(thing, startedMs, Date.parse(it.time));
    if (isA(it, "SyncStarted")) startedMs = Date.parse(it.time);
    if (isA(it, "EntryChanged")) {
      const { entryId, kind, state, evidence, dn, attributes } = it.event.data;
      const key = attributes[kind === "group" ? KEY_OF.group : KEY_OF.person]?.[0];
      if (isKey(key)) keys.set(entryId, key);
      const isRemoved = state === "removed" && evidence !== "reclassified";
      if (!keys.has(entryId)) wrong.push(`${it.sequence}: ${dn} bears no key`);
      if (isRemoved && wasThere(`entry ${keys.get(entryId)}`)) wrong.push(`${it.sequence}: ${dn} was removed (${evidence}) and never gone`);
    }
    if (isA(it, "GroupMembersChanged")) {
      const { groupId, removed = [] } = it.event.data;
      for (const { entryId = "" } of removed) {
        if (wasThere(`member ${keys.get(groupId)} ${keys.get(entryId)}`))
          wrong.push(`${it.sequence}: group ${keys.get(groupId)} lost ${keys.get(entryId)}, who had never left it`);
      }
    }
  }
  return wrong;
};

const isKey = (value: AttributeValue | undefined): value is string => typeof value === "string";
