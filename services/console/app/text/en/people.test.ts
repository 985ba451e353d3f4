import { expect, test } from "vitest";
import { kindsIn } from "../../api/queries.ts";
import { entryCounts, people } from "./people.ts";

test("people are those who may sign in; contacts are counted apart, where there are any", () => {
  const counts = kindsIn([
    { value: "contact", count: 31 },
    { value: "user", count: 1_204 },
    { value: "group", count: 1 },
  ]);
  expect(entryCounts(counts)).toBe("1,204 people, 31 contacts and 1 group");
  expect(people.apart(counts)).toBe("1,204 people, 31 contacts");
  expect(entryCounts(kindsIn([{ value: "user", count: 1 }]))).toBe("1 person and 0 groups");
});
