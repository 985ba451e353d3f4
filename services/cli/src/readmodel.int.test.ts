import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { runProgram } from "./program.ts";

const WORK_ID = "00000000-0000-4000-8000-000000000001";
const report = (more: object) => ({
  ...{ workId: WORK_ID, work: "rebuild", stage: "ended", folded: 12_000, total: 12_000, eventsPerSecond: 40_000 },
  ...{ endedAt: "2026-03-02T08:20:00Z", outcome: "equal", differences: [], ...more },
});
const model = (more: object = {}) => ({
  live: { schema: "read_model_1", positions: { CONNECTORS: 7 } },
  ...{ rebuilding: null, lastRebuilt: null, lastVerified: null, ...more },
});

let server: Server;
let shown: object[];
let asked: string[];
beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const answer = request.method === "POST" ? { workId: WORK_ID } : shown.length > 1 ? shown.shift() : shown[0];
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
});
beforeEach(() => {
  asked = [];
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const dirstream = async (...typed: string[]) => {
  let out = "";
  let err = "";
  const status = await runProgram(["readmodel", ...typed], {
    environment: { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: "the-token", home: undefined },
    cwd: "/",
    input: { isTerminal: false, ask: async () => "", askSecret: async () => "", readAll: async () => "" },
    width: 120,
    print: (text) => {
      out += text;
    },
    tell: (text) => {
      err += text;
    },
    now: () => Date.parse("2026-03-02T09:00:00Z"),
  });
  return { status, out, err };
};

test("a rebuild is asked for, and followed to its end when that is wanted", async () => {
  shown = [
    model(), // before it is shown
    model({ rebuilding: report({ stage: "folding", folded: 5_000, endedAt: null, outcome: null }) }),
    model({ lastRebuilt: report({ outcome: "different", differences: [{ table: "entry", onlyInUse: 2, onlyRebuilt: 3 }] }) }),
  ];
  expect(await dirstream("rebuild", "--watch")).toEqual({
    status: 0,
    out: "Rebuilt from 12,000 events, and in use.\n",
    err:
      "Folding: 5,000 of 12,000 events, 40,000 a second\n" +
      "The tables before it were not what the log says: entry has 2 rows that it should not, and lacks 3.\n",
  });
  expect(asked[0]).toBe("POST /api/v1/readmodel/rebuild");
  asked = [];
  expect((await dirstream("rebuild")).status).toBe(0);
  expect(asked).toEqual(["POST /api/v1/readmodel/rebuild"]);
});

test("a verification that finds a difference has not succeeded", async () => {
  shown = [model({ lastVerified: report({ work: "verify" }) })];
  expect(await dirstream("verify")).toMatchObject({
    status: 0,
    out: "The tables are what the log says: 12,000 events were folded again.\n",
  });
  const differences = [{ table: "membership", onlyInUse: 1, onlyRebuilt: 0 }];
  shown = [model({ lastVerified: report({ work: "verify", outcome: "different", differences }) })];
  expect(await dirstream("verify")).toMatchObject({
    status: 1,
    err: expect.stringContaining("membership has 1 rows that it should not, and lacks 0"),
  });
});

test.each([
  ["interrupted", "its projector has gone"],
  ["failed", "The rebuild failed"],
])("a rebuild that was %s is a failure", async (outcome, sentence) => {
  shown = [model({ lastRebuilt: report({ outcome }) })];
  expect(await dirstream("rebuild", "--watch")).toMatchObject({ status: 1, out: "", err: expect.stringContaining(sentence) });
});

test("what is known is shown", async () => {
  shown = [model({ lastVerified: report({ work: "verify" }) })];
  const { out } = await dirstream("show");
  expect(out).toMatch(/Schema +read_model_1\nCONNECTORS +7\nLast rebuilt +never\nLast verified +.*: nothing differed/);
});
