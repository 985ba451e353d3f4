import type { AttributeValue, EntryKind, Image, Profile, Reference } from "@dirstream/contracts";
import { instantOfGeneralizedTime } from "@dirstream/ldap";
import type { Entry } from "../directory/entry.ts";
import type { MemberForm, Recording, Vendor } from "../directory/vendors/vendor.ts";
import { membersSummary, normalAttributes, sortedReferences } from "../run/image.ts";
import { recordedValues } from "./recorded-value.ts";
import type { References } from "./references.ts";

/** An entry of the directory as we would record it. */
export interface Observed {
  readonly entryId: string;
  readonly image: Image;
  /** Of a group: sorted, each once. */
  readonly members: readonly Reference[];
  /** A reference in it could not be resolved to an id. */
  readonly hasNameOnly: boolean;
  /** It refers to somebody whom neither the log nor this run has met so far. */
  readonly hasUnknown: boolean;
  /** When its state will be another one without any change in the directory. */
  readonly untilMs: number | undefined;
  readonly marker: string | undefined;
  /** What is told of it when it differs; asked for while its page is at hand. */
  readonly details: () => Details;
}

export interface Details {
  readonly profile: Profile;
  readonly whenChanged: string | undefined;
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
  const { recorded, members, memberRequests, unlistedMembers, whenChangedAttribute, stateAttributes } = vendor;
  const groupAttribute = unlistedMembers === undefined ? [] : [unlistedMembers.groupAttribute];
  const more = kind === "group" ? [...(memberRequests ?? members.keys()), ...groupAttribute] : stateAttributes;
  return [...new Set([...recorded[kind].keys(), ...more, whenChangedAttribute])];
};

/** Normalises what the server sends. Attributes with options (`cn;lang-de`) are other attributes, and not recorded. */
export const openImages = ({ vendor, references, unlisted, nowMs }: Observing): ((raw: Entry, kind: EntryKind) => Observed) => {
  const uses = { user: usesOf(vendor, "user"), group: usesOf(vendor, "group"), contact: usesOf(vendor, "contact") };
  let hasNameOnly = false;
  let hasUnknown = false;
  const noted = (reference: Reference): Reference => {
    if (reference.entryId === undefined) hasNameOnly = true;
    if (reference.dn !== undefined) hasUnknown = true;
    return reference;
  };
  const resolve = (text: string): Reference => noted(references.resolve(vendor.parseName(text)));

  const memberOf = (text: string, form: MemberForm): Reference | undefined => {
    if (form === "uid") return noted(references.resolveUid(text));
    if (text === "") return undefined;
    // A uniqueMember may end in '#' and a bit string that tells two holders of one name apart (RFC 4517 section 3.3.21).
    return resolve(form === "dnAndBits" ? text.replace(/#'[01]*'B$/, "") : text);
  };

  return (raw, kind) => {
    hasNameOnly = false;
    hasUnknown = false;
    const recorded: [string, AttributeValue[]][] = [];
    const members: Reference[] = [];
    let stateValues: Map<string, readonly Buffer[]> | undefined;
    let whenChanged: Buffer | undefined;
    for (const attribute of raw.attributes) {
      const { type, values } = attribute;
      const use = uses[kind](type);
      if (use.recorded !== undefined) {
        recorded.push([use.recorded.name, recordedValues(attribute, use.recorded.recording, resolve)]);
      }
      for (const value of use.member === undefined ? [] : values) {
        const reference = memberOf(value.toString("utf8"), use.member as MemberForm);
        if (reference !== undefined) members.push(reference);
      }
      if (use.state !== undefined) stateValues = (stateValues ?? new Map<string, readonly Buffer[]>()).set(use.state, values);
      if (use.isWhenChanged) whenChanged = values[0];
      const key = use.isUnlistedKey && values[0] !== undefined ? vendor.unlistedMembers?.keyOf(values[0]) : undefined;
      if (key !== undefined) for (const reference of unlisted(key)) members.push(noted(reference));
    }
    const { state, untilMs } = vendor.stateOf(stateValues ?? NO_VALUES, nowMs);
    const attributes = normalAttributes(recorded);
    const sorted = sortedReferences(members);
    const details = (): Details => ({
      profile: vendor.profile[kind]((name) => attributes[name]),
      whenChanged: instantOfGeneralizedTime(whenChanged?.toString("latin1") ?? "") ?? undefined,
    });
    return {
      ...{ entryId: raw.id, marker: raw.marker, members: sorted, hasNameOnly, hasUnknown, untilMs, details },
      image: { kind, state, dn: raw.dn, attributes, members: kind === "group" ? membersSummary(sorted) : undefined },
    };
  };
};

const NO_VALUES: ReadonlyMap<string, readonly Buffer[]> = new Map();

/** What an attribute is for. */
interface Use {
  readonly recorded: { readonly name: string; readonly recording: Recording } | undefined;
  readonly member: MemberForm | undefined;
  /** The name under which it is told to `stateOf`. */
  readonly state: string | undefined;
  readonly isWhenChanged: boolean;
  readonly isUnlistedKey: boolean;
}

/** More spellings than that no honest server has. */
const MOST_SPELLINGS = 5_000;

/** Names are compared without regard to case, once for each spelling. */
const usesOf = (vendor: Vendor, kind: EntryKind): ((type: string) => Use) => {
  const isGroup = kind === "group";
  const recorded = new Map([...vendor.recorded[kind]].map(([name, recording]) => [name.toLowerCase(), { name, recording }]));
  const members = new Map([...vendor.members].map(([name, form]) => [name.toLowerCase(), form]));
  const states = new Map(vendor.stateAttributes.map((name) => [name.toLowerCase(), name]));
  const bySpelling = new Map<string, Use>();
  return (type) => {
    const seen = bySpelling.get(type);
    if (seen !== undefined) return seen;
    const name = type.toLowerCase();
    const use: Use = {
      recorded: recorded.get(name),
      member: isGroup ? members.get(name) : undefined,
      state: isGroup ? undefined : states.get(name),
      isWhenChanged: name === vendor.whenChangedAttribute.toLowerCase(),
      isUnlistedKey: isGroup && name === vendor.unlistedMembers?.groupAttribute.toLowerCase(),
    };
    if (bySpelling.size >= MOST_SPELLINGS) bySpelling.clear();
    bySpelling.set(type, use);
    return use;
  };
};
