import { expect, test } from "vitest";
import { approvedLog, exampleLog } from "../fixtures/example-log.ts";
import { buildLog, type LogBuilder } from "../fixtures/log-builder.ts";
import type { Leaf } from "../fixtures/run-builder.ts";
import { checkIdentity } from "./identity.ts";
import { decodeLog } from "./stored-message.ts";

const check = (log: LogBuilder) => checkIdentity(decodeLog(log.messages).events);
const logOf = (...runs: readonly (readonly Leaf[])[]): LogBuilder => {
  const log = buildLog();
  for (const leaves of runs) {
    const run = log.start();
    run.batch(leaves);
    run.complete();
  }
  return log;
};
const one: Leaf = { entry: "one" };
const gone: Leaf = { entry: "one", evidence: "absentFromCompleteRead" };

test("L10: entries that move, change their kind, go and come back break nothing", () => {
  expect(check(exampleLog())).toEqual([]);
  expect(check(approvedLog())).toEqual([]);
  expect(
    check(
      logOf(
        [one],
        [gone],
        [one],
        [
          { ...one, evidence: "reclassified" },
          { ...one, kind: "contact" },
        ],
      ),
    ),
  ).toEqual([]);
});

test("L10: an entry that is created while it is here is named", () => {
  const log = logOf([one], [{ ...one, attributes: { uid: ["1"] }, lie: { changes: ["created"] } }]);
  expect(check(log)).toMatchObject([
    { invariant: "L10", sequence: 7, what: expect.stringContaining("is created while it is here already") },
  ]);
});

test("L10: an entry that is under two kinds at once is named", () => {
  expect(check(logOf([one], [{ ...one, kind: "contact" }]))[0]).toMatchObject({ invariant: "L10", sequence: 7 });
});

test("L10: a rename told as a removal and a creation is named", () => {
  const log = logOf([one], [gone, { ...one, dn: "uid=one,ou=elsewhere,dc=example,dc=com" }]);
  expect(check(log)).toMatchObject([{ invariant: "L10", sequence: 8, what: expect.stringContaining("removed and created in one run") }]);
});

test("L10: two entries of one name after a complete read are named, however the name is spelt", () => {
  const log = logOf([
    { ...one, dn: "uid=one,dc=example,dc=com" },
    { entry: "two", dn: "UID=One, DC=example, DC=com" },
  ]);
  expect(check(log)).toMatchObject([{ invariant: "L10", sequence: 5, what: "two and one both bear the name UID=One, DC=example, DC=com" }]);
});

test("L10: a name that goes from one to another while a run reads is told apart by the next complete read, or else named", () => {
  const name = "uid=one,dc=example,dc=com";
  const moved: Leaf = { ...one, dn: "uid=moved,dc=example,dc=com" };
  const heir: Leaf = { entry: "two", dn: name };
  expect(check(logOf([{ ...one, dn: name }], [heir], [moved]))).toEqual([]);
  const never = logOf([{ ...one, dn: name }], [heir], [{ entry: "three" }]);
  expect(check(never).map(({ what }) => what)).toEqual(Array(2).fill(`two and one both bear the name ${name}`));
  expect(check(logOf([{ ...one, dn: name }], [heir]))).toHaveLength(1);
});
