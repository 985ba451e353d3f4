import { expect, test } from "vitest";
import type { Directory } from "../directory/directory.ts";
import { activeDirectory } from "../directory/vendors/active-directory.ts";
import { openldap } from "../directory/vendors/openldap.ts";
import { openUnlisted } from "./unlisted-members.ts";

type Person = readonly [id: string, primaryGroup: string];

/** A domain in which these people have these primary groups at the first question, at the second, … */
const domainOf = (...answers: readonly (readonly Person[])[]): Directory => {
  let asked = 0;
  const page = (people: readonly Person[]) =>
    people.map(([id, group]) => ({
      ...{ dn: `CN=${id}`, id, marker: "" },
      attributes: [{ type: "primaryGroupID", values: [Buffer.from(group)] }],
    }));
  const directory: Pick<Directory, "vendor" | "read"> = {
    vendor: activeDirectory,
    read: async function* () {
      yield page(answers[asked++] ?? []);
    },
  };
  return directory as Directory;
};

const resolve = ({ entryId = "" }) => ({ entryId });

test("a group has those as members whose primary group it is", async () => {
  const unlisted = await openUnlisted(
    domainOf([
      ["ada", "1110"],
      ["bob", "1111"],
      ["eve", "1110"],
    ]),
    resolve,
  );
  expect(unlisted.of("1110")).toEqual([{ entryId: "ada" }, { entryId: "eve" }]);
  expect(unlisted.of("513")).toEqual([]);
});

test("who chooses another primary group while a run reads is not lost between the two lists", async () => {
  const unlisted = await openUnlisted(domainOf([["ada", "1110"]], [["bob", "1110"]]), resolve);
  await unlisted.refresh();
  expect(unlisted.of("1110")).toEqual([{ entryId: "ada" }, { entryId: "bob" }]);
});

test("where groups list all their members nobody is asked", async () => {
  const unlisted = await openUnlisted({ vendor: openldap } as Directory, resolve);
  expect(unlisted.of("1110")).toEqual([]);
});
