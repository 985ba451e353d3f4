import type { AttributeValue, EntryKind, Image, Profile, Reference } from "@dirstream/contracts";
import { instantOfGeneralizedTime } from "@dirstream/ldap";
import type { Entry } from "../directory/directory.ts";
import type { MemberForm, Vendor } from "../directory/vendors/vendor.ts";
import { membersSummary, normalAttributes, sortedReferences } from "../run/image.ts";
import { recordedValues } from "./recorded-value.ts";
import type { References } from "./references.ts";

/** An entry of the directory as we would record it. */
export interface Observed {
  readonly entryId: string;
  readonly marker: string | undefined;
  readonly whenChanged: string | undefined;
  readonly image: Image;
  readonly profile: Profile;
  /** Of a group: sorted, each once. */
  readonly members: readonly Reference[];
  /** When its state will be another one without any change in the directory. */
  readonly untilMs: number | undefined;
}

/** Who else is in a group, by what the group's own attribute says. */
export type UnlistedMembers = (key: string) => Iterable<Reference>;

interface Observing {
  readonly vendor: Vendor;
  readonly references: Pick<References, "resolve" | "resolveUid">;
  readonly unlisted: UnlistedMembers;
  /** Accounts that expire are judged by one clock for the whole run. */
  readonly nowMs: number;
}

/** What has to be asked for; the server sends operational attributes only when they are named. */
export const requestedAttributes = (vendor: Vendor, kind: EntryKind): string[] => {
  const { recorded, members, memberRequests, whenChangedAttribute, stateAttributes } = vendor;
  const more = kind === "group" ? (memberRequests ?? [...members.keys()]) : stateAttributes;
  return [...new Set([...recorded[kind].keys(), ...more, whenChangedAttribute])];
};

/** Normalises what the server sends. Attributes with options (`cn;lang-de`) are other attributes, and not recorded. */
export const openImages = ({ vendor, references, unlisted, nowMs }: Observing): ((raw: Entry, kind: EntryKind) => Observed) => {
  const { unlistedMembers, whenChangedAttribute } = vendor;
  const spellings = { user: spellingOf(vendor, "user"), group: spellingOf(vendor, "group"), contact: spellingOf(vendor, "contact") };
  const memberForms = inLowerCase(vendor.members);
  const stateNames = new Map(vendor.stateAttributes.map((name) => [name.toLowerCase(), name]));
  const whenChangedName = whenChangedAttribute.toLowerCase();
  const unlistedName = unlistedMembers?.groupAttribute.toLowerCase();
  const resolve = (text: string): Reference => references.resolve(vendor.parseName(text));

  const memberOf = (text: string, form: MemberForm): Reference | undefined => {
    if (form === "uid") return references.resolveUid(text);
    if (text === "") return undefined;
    // A uniqueMember may end in '#' and a bit string that tells two holders of one name apart (RFC 4517 section 3.3.21).
    return resolve(form === "dnAndBits" ? text.replace(/#'[01]*'B$/, "") : text);
  };

  return (raw, kind) => {
    const isGroup = kind === "group";
    const recorded: [string, readonly AttributeValue[]][] = [];
    const members: Reference[] = [];
    const stateValues = new Map<string, readonly Buffer[]>();
    let whenChanged: string | undefined;
    for (const attribute of raw.attributes) {
      const { type, values } = attribute;
      const lower = type.toLowerCase();
      const spelled = spellings[kind].get(lower);
      if (spelled !== undefined) recorded.push([spelled.name, recordedValues(attribute, spelled.recording, resolve)]);
      const form = isGroup ? memberForms.get(lower) : undefined;
      if (form !== undefined) {
        for (const value of values) {
          const reference = memberOf(value.toString("utf8"), form);
          if (reference !== undefined) members.push(reference);
        }
      }
      const stateName = isGroup ? undefined : stateNames.get(lower);
      if (stateName !== undefined) stateValues.set(stateName, values);
      if (lower === whenChangedName) whenChanged = instantOfGeneralizedTime(values[0]?.toString("latin1") ?? "") ?? undefined;
      if (isGroup && lower === unlistedName && values[0] !== undefined) {
        const key = unlistedMembers?.keyOf(values[0]);
        if (key !== undefined) members.push(...unlisted(key));
      }
    }
    const { state, untilMs } = vendor.stateOf(stateValues, nowMs);
    const attributes = normalAttributes(recorded);
    const sorted = sortedReferences(members);
    return {
      entryId: raw.id,
      marker: raw.marker,
      whenChanged,
      image: { kind, state, dn: raw.dn, attributes, ...(isGroup ? { members: membersSummary(sorted) } : {}) },
      profile: vendor.profile[kind]((name) => attributes[name]),
      members: sorted,
      untilMs,
    };
  };
};

const inLowerCase = <Value>(byName: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> =>
  new Map([...byName].map(([name, value]) => [name.toLowerCase(), value]));

const spellingOf = ({ recorded }: Vendor, kind: EntryKind) =>
  new Map([...recorded[kind]].map(([name, recording]) => [name.toLowerCase(), { name, recording }]));
