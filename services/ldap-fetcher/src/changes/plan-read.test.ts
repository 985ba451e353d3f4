import { MAPPING_VERSION, type Standing } from "@dirstream/contracts";
import { expect, test } from "vitest";
import type { ConnectorState } from "../connector-state.ts";
import type { Directory } from "../directory/directory.ts";
import { DirectoryError, LATER, STOP, UNAVAILABLE } from "../directory/errors.ts";
import { activeDirectory } from "../directory/vendors/active-directory.ts";
import type { ListFrom, Reported } from "../directory/vendors/vendor.ts";
import { cursorOf } from "../run/cursor.ts";
import { planRead } from "./plan-read.ts";

const server = { vendor: "active-directory", id: "DC1" };
const kind = "highestCommittedUSN" as const;
const cookie = Buffer.from("then");
const standing: Standing = {
  ...{ covered: 7, previousDigest: null, hold: null, rejected: [], failing: false },
  cursor: cursorOf({ server, mark: { kind, values: ["10"] }, cookie, atMs: Date.now() }),
  readWith: { configuration: 3, mapping: MAPPING_VERSION },
};

/** A domain controller that has moved on, and tells what has changed in this way. */
const controller = (since: (from: ListFrom) => AsyncGenerator<readonly Reported[], Buffer | null>) =>
  ({
    ...{ vendor: activeDirectory, identity: server },
    changeState: async () => ["20"],
    changesOffered: () => ["dirSync", "usnChanged"],
    changeLists: () => ({ since, seesDeleted: async () => true }),
  }) as unknown as Directory;

const plan = (directory: Directory) => planRead(directory, { configuration: 3 } as ConnectorState, standing, undefined);

async function* rounds(pages: readonly (readonly Reported[])[], next: Buffer | null) {
  yield* pages;
  return next;
}
const refuse = (error: DirectoryError) =>
  // biome-ignore lint/correctness/useYield: it ends before its first round
  async function* (): AsyncGenerator<readonly Reported[], Buffer | null> {
    throw error;
  };

test("a list goes on from the cookie, and the next one from where it ended; an entry named twice may have moved once", async () => {
  const asked: ListFrom[] = [];
  const pages = [[{ id: "a", mayHaveMoved: true }], [{ id: "b", mayHaveMoved: false }], [{ id: "a", mayHaveMoved: false }]];
  const planned = await plan(
    controller((from) => {
      asked.push(from);
      return rounds(pages, Buffer.from("now"));
    }),
  );
  expect(asked).toEqual([{ mark: "10", position: cookie }]);
  expect(planned).toMatchObject({
    ...{ read: "changes", by: "dirSync", seesDeleted: true },
    position: { server, mark: { values: ["20"] }, cookie: Buffer.from("now") },
    reported: new Map([
      ["a", true],
      ["b", false],
    ]),
  });
});

test.each([
  ["does not take", new DirectoryError("read", "pagingNotSupported", "The cookie is none.", STOP)],
  ["answers without sense", new DirectoryError("read", "protocolViolation", "No control in the answer.", LATER)],
])("a position that the server %s ends in reading everything", async (_, refused) => {
  expect(await plan(controller(refuse(refused)))).toEqual({ read: "everything", because: "cursorRefused" });
});

test("a connection that is lost is no refusal", async () => {
  const lost = new DirectoryError("read", "connectionLost", "It is gone.", UNAVAILABLE);
  await expect(plan(controller(refuse(lost)))).rejects.toBe(lost);
});

test("a very long list ends in reading everything", async () => {
  const many = Array.from({ length: 20_001 }, (_, at) => ({ id: `${at}`, mayHaveMoved: false }));
  expect(await plan(controller(() => rounds([many], null)))).toEqual({ read: "everything", because: "tooManyChanges" });
});

test.each([
  [
    "refuses to show what changed last",
    async () => Promise.reject(new DirectoryError("read", "insufficientAccessRights", "No.", STOP)),
    "cursorRefused",
  ],
  ["does not know what changed last", async () => [], "usnRolledBack"],
] as const)("a server at the same number that %s is read whole", async (_, changesOf, because) => {
  const witness = { from: "5", upTo: "20", changes: [{ entryId: "a", number: "5" }] };
  const mark = { kind, values: ["20"] };
  const directory = { ...controller(() => rounds([], null)), changeLists: () => ({ changesOf }) } as unknown as Directory;
  const since = { ...standing, cursor: cursorOf({ server, mark, cookie: null, atMs: Date.now() }, undefined, witness) };
  expect(await planRead(directory, { configuration: 3 } as ConnectorState, since, undefined)).toEqual({ read: "everything", because });
});
