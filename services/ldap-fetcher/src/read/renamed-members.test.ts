import type { Reference } from "@dirstream/contracts";
import { expect, test } from "vitest";
import type { Directory } from "../directory/directory.ts";
import { openldap } from "../directory/vendors/openldap.ts";
import type { Observed } from "./entry-image.ts";
import type { Known } from "./known-entries.ts";
import { openReferences } from "./references.ts";
import { learnRenamed } from "./renamed-members.ts";

const [ada, bob] = ["00000000-0000-4000-8000-00000000000a", "00000000-0000-4000-8000-00000000000b"];
const was = (name: string) => `uid=${name},ou=old,dc=example,dc=com`;
const is = (name: string) => `uid=${name},ou=new,dc=example,dc=com`;

interface Story {
  /** Whom the log has as members of the group. */
  readonly before: readonly Reference[];
  /** Whom the server lists now, as far as the run knows them. */
  readonly now: readonly Reference[];
  /** What the run has learnt of names. */
  readonly swept?: Readonly<Record<string, string>>;
  /** What everybody is called who is anywhere in the directory, by id. */
  readonly called: Readonly<Record<string, string>>;
  readonly recorded?: readonly string[];
  readonly isSameGroup?: boolean;
}

/** What the group's names resolve to after it, and for whom the directory was asked. */
const learn = async ({ before, now, swept = {}, called, recorded = [ada, bob], isSameGroup = false }: Story) => {
  const asked: string[] = [];
  const directory: Pick<Directory, "vendor" | "readByIds"> = {
    vendor: openldap,
    readByIds: async function* (ids) {
      asked.push(...ids);
      yield ids.flatMap((id) => (called[id] === undefined ? [] : [{ id, dn: called[id], marker: "", attributes: [] }]));
    },
  };
  const references = openReferences((entryId) => recorded.includes(entryId));
  for (const [dn, id] of Object.entries(swept)) references.learn(dn, id);
  const observed: Observed = {
    ...{
      entryId: "group",
      members: now,
      hasNameOnly: now.some(({ entryId }) => entryId === undefined),
      hasUnknown: false,
      untilMs: undefined,
    },
    ...{ marker: undefined, details: () => ({ profile: {}, whenChanged: undefined }) },
    image: { kind: "group", state: "active", dn: "cn=group,dc=example,dc=com", attributes: {} },
  };
  const known = {
    isRecorded: () => isSameGroup,
    lastOf: (entryId: string) => (recorded.includes(entryId) ? ({ entryId } as Known) : undefined),
  };
  const reading = { directory: directory as Directory, known, membersBefore: async () => before };
  const isLearnt = await learnRenamed(reading, references, [observed]);
  return { isLearnt, asked, members: now.map(({ dn, entryId }) => references.resolve({ dn: dn ?? "", ...(entryId && { entryId }) })) };
};

test("a member who was renamed after the names were learnt is known by his id", async () => {
  const story = { before: [{ entryId: ada }, { entryId: bob }], now: [{ dn: is("ada") }, { entryId: bob }], called: { [ada]: is("ada") } };
  expect(await learn(story)).toEqual({ isLearnt: true, asked: [ada], members: [{ entryId: ada }, { entryId: bob }] });
});

test("so is one whom the log knows only by a name that he bore when names were learnt", async () => {
  const story = { before: [{ dn: was("ada") }], now: [{ dn: is("ada") }], swept: { [was("ada")]: ada }, called: { [ada]: is("ada") } };
  expect(await learn(story)).toEqual({ isLearnt: true, asked: [ada], members: [{ entryId: ada }] });
});

test("a name stays a name where its bearer is out of scope and was never recorded", async () => {
  const story = { before: [{ entryId: ada }], now: [{ dn: is("ada") }], called: { [ada]: is("ada") }, recorded: [] };
  expect(await learn(story)).toEqual({ isLearnt: false, asked: [ada], members: [{ dn: is("ada") }] });
});

test("who is gone has borne none of the names", async () => {
  const story = { before: [{ entryId: ada }], now: [{ dn: is("eve") }], called: {} };
  expect(await learn(story)).toEqual({ isLearnt: false, asked: [ada], members: [{ dn: is("eve") }] });
});

test("nobody is looked for where the group is as it was recorded, or has no names", async () => {
  const before = [{ entryId: ada }];
  expect((await learn({ before, now: [{ dn: is("ada") }], called: {}, isSameGroup: true })).asked).toEqual([]);
  expect((await learn({ before, now: [{ entryId: bob }], called: {} })).asked).toEqual([]);
});
