import { beforeEach, expect, test } from "vitest";
import { answeringSystem } from "./answering-system.fixture.ts";

const WORK_ID = "00000000-0000-4000-8000-000000000001";
const report = (more: object) => ({
  ...{ workId: WORK_ID, work: "rebuild", stage: "ended", folded: 12_000, total: 12_000, eventsPerSecond: 40_000 },
  ...{ endedAt: "2026-03-02T08:20:00Z", outcome: "equal", differences: [], ...more },
});
const model = (more: object = {}) => ({
  live: { schema: "read_model_4", positions: { CONNECTORS: 7, DIRECTORY: 1204 }, behind: { CONNECTORS: 0, DIRECTORY: 12 } },
  ...{ rebuilding: null, lastRebuilt: null, lastVerified: null, ...more },
});

const { answers, asked, seen, dirstream: typed } = answeringSystem();
beforeEach(() => {
  for (const work of ["rebuild", "verify"]) answers[`POST /api/v1/readmodel/${work}`] = { workId: WORK_ID };
});
const shows = (...models: object[]): void => {
  answers["GET /api/v1/readmodel"] = models;
};
const dirstream = (...words: string[]) => typed(["readmodel", ...words]);

test("a rebuild is asked for, and followed to its end when that is wanted", async () => {
  shows(
    model(), // before it is shown
    model({ rebuilding: report({ stage: "folding", folded: 5_000, endedAt: null, outcome: null }) }),
    model({ lastRebuilt: report({ outcome: "different", differences: [{ table: "entry", onlyInUse: 2, onlyRebuilt: 3 }] }) }),
  );
  expect(await dirstream("rebuild", "--watch")).toEqual({
    status: 0,
    out: "Rebuilt from 12,000 events, and in use.\n",
    err:
      "Folding: 5,000 of 12,000 events, 40,000 a second\n" +
      "The tables before it were not what the log says: entry has 2 rows that it should not, and lacks 3.\n",
  });
  expect(asked()[0]).toBe("POST /api/v1/readmodel/rebuild");
  seen.length = 0;
  expect((await dirstream("rebuild")).status).toBe(0);
  expect(asked()).toEqual(["POST /api/v1/readmodel/rebuild"]);
});

test("a verification that finds a difference has not succeeded", async () => {
  shows(model({ lastVerified: report({ work: "verify" }) }));
  expect(await dirstream("verify")).toMatchObject({
    status: 0,
    out: "The tables are what the log says: 12,000 events were folded again.\n",
  });
  const differences = [{ table: "membership", onlyInUse: 1, onlyRebuilt: 0 }];
  shows(model({ lastVerified: report({ work: "verify", outcome: "different", differences }) }));
  expect(await dirstream("verify")).toMatchObject({
    status: 1,
    err: expect.stringContaining("membership has 1 rows that it should not, and lacks 0"),
  });
});

test.each([
  ["interrupted", "its projector has gone"],
  ["failed", "The rebuild failed"],
])("a rebuild that was %s is a failure", async (outcome, sentence) => {
  shows(model({ lastRebuilt: report({ outcome }) }));
  expect(await dirstream("rebuild", "--watch")).toMatchObject({ status: 1, out: "", err: expect.stringContaining(sentence) });
});

test("what is known is shown", async () => {
  shows(model({ lastVerified: report({ work: "verify" }) }));
  const { out } = await dirstream("show");
  expect(out).toMatch(
    /Schema +read_model_4\nCONNECTORS +7\nDIRECTORY +1,204, and 12 events are not folded yet\nLast rebuilt +never\nLast verified +.*: nothing differed/,
  );
});
