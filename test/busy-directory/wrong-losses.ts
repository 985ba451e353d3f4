import type { AttributeValue } from "@dirstream/contracts";
import { isA, type LogEvent } from "../checker/stored-message.ts";
import type { Journal } from "./journal.ts";
import { KEY_OF } from "./vocabulary.ts";

/** What a connector's runs have taken away although it was there from the run's start until that was recorded. */
export const wrongLosses = (log: readonly LogEvent[], connector: string, journal: Journal): string[] => {
  const keys = keysIn(log, connector);
  const wrong: string[] = [];
  let startedMs = 0;
  for (const it of log) {
    if (it.place.of === "account" || it.place.connector !== connector) continue;
    const wasThere = (thing: string) => journal.wasThereAllAlong(thing, startedMs, Date.parse(it.time));
    if (isA(it, "SyncStarted")) startedMs = Date.parse(it.time);
    if (isA(it, "EntryChanged")) {
      const { entryId, state, evidence, dn } = it.event.data;
      const isRemoved = state === "removed" && evidence !== "reclassified";
      if (!keys.has(entryId)) wrong.push(`${it.sequence}: ${dn} bears no key`);
      if (isRemoved && wasThere(`entry ${keys.get(entryId)}`)) wrong.push(`${it.sequence}: ${dn} was removed (${evidence}) and never gone`);
    }
    if (isA(it, "GroupMembersChanged")) {
      const { groupId, removed = [] } = it.event.data;
      // A name that a run cannot tell the bearer of is nobody's: whom it hides, `hiddenChanges` finds.
      for (const { entryId = "" } of removed) {
        if (wasThere(`member ${keys.get(groupId)} ${keys.get(entryId)}`))
          wrong.push(`${it.sequence}: group ${keys.get(groupId)} lost ${keys.get(entryId)}, who had never left it`);
      }
    }
  }
  return wrong;
};

/** Which entry of the journal an id is, by an attribute that nobody changes. */
export const keysIn = (log: readonly LogEvent[], connector: string): ReadonlyMap<string, string> => {
  const keys = new Map<string, string>();
  for (const it of log) {
    if (!isA(it, "EntryChanged") || it.place.of !== "entry" || it.place.connector !== connector) continue;
    const { entryId, kind, attributes } = it.event.data;
    const key = attributes[kind === "group" ? KEY_OF.group : KEY_OF.person]?.[0];
    if (isKey(key)) keys.set(entryId, key);
  }
  return keys;
};

const isKey = (value: AttributeValue | undefined): value is string => typeof value === "string";
