import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { answeringSystem, counts, problem, sync, withHeaders } from "./answering-system.fixture.ts";

const { answers, dirstream, seen } = answeringSystem();

test("a run is requested, and what was requested is waited for where it is shown next", async () => {
  answers["POST /connectors/hq/syncs"] = withHeaders({ requestId: "r1" }, { position: "SYNC_REQUESTS=40" });
  answers["GET /connectors/hq/progress"] = problem(404, "notFound", "There is nothing at this address.");
  answers["GET /connectors/hq/syncs/r1"] = [
    problem(503, "unavailable", "What you have just done cannot be shown yet."),
    sync("requested"),
    sync("running"),
    sync("completed"),
  ];
  const { status, out } = await dirstream(["connector", "sync", "hq", "--full", "--watch"]);
  expect([status, out]).toEqual([0, "Completed: 1,083 entries read, 1,083 created.\n"]);
  expect(seen[1]).toMatchObject({ asked: "POST /connectors/hq/syncs", body: { mode: "full" } });
  expect(seen.filter(({ asked }) => asked === "GET /connectors/hq/syncs/r1").map(({ headers }) => headers.position)).toEqual(
    Array(4).fill("SYNC_REQUESTS=40"),
  );
});

test("progress of the run before is not taken for the one that is watched", async () => {
  const list = (status: string, syncId: string | null) => ({ items: [sync(status, { syncId })], next: null });
  answers["GET /connectors/hq/syncs?limit=1"] = [list("requested", null), list("running", "s2"), list("completed", "s2")];
  answers["GET /connectors/hq/progress"] = (_, response) =>
    void response.writeHead(200, { "content-type": "text/event-stream" }).write(progressEvent("completed", 7));
  expect(await dirstream(["sync", "watch", "hq"])).toEqual({ status: 0, out: "Completed: 1,083 entries read, 1,083 created.\n", err: "" });
});

const running = "0b1e7a52-6b53-4c1a-9f0e-0d7f8a3c2b11";

const progressEvent = (stage: string, read: number): string =>
  `event: progress\ndata: ${JSON.stringify({ syncId: running, stage, read, expected: 1083, counts: { ...counts, read }, time: "2026-03-02T08:20:09Z" })}\n\n`;

test("a run that is watched is told from its events, and ends when they say so", async () => {
  let events: ServerResponse | undefined;
  const list = (status: string) => ({ items: [sync(status, { syncId: running })], next: null });
  answers["GET /connectors/hq/progress"] = (_, response) => {
    events = response.writeHead(200, { "content-type": "text/event-stream" });
    const event = progressEvent("reading", 500);
    events.write(`: hello\n\n${event.slice(0, 40)}`);
    setImmediate(() => events?.write(event.slice(40)));
  };
  answers["GET /connectors/hq/syncs?limit=1"] = [
    list("running"),
    (_, response) => {
      events?.write(progressEvent("completed", 1083));
      response.writeHead(200).end(JSON.stringify(list("running")));
    },
    list("completed"),
  ];
  const { status, out, err } = await dirstream(["sync", "watch", "hq"]);
  expect([status, out]).toEqual([0, "Completed: 1,083 entries read, 1,083 created.\n"]);
  expect(err).toMatch(/^Head office {2}Reading .* 500 of about 1,083 entries.*\nHead office {2}Completed /);
});

test("a failed run is a failure that says why", async () => {
  const error = { code: "invalidCredentials", message: "dc1 refused the user account DN or its password.", retryable: false };
  answers["GET /connectors/hq/syncs?limit=1"] = { items: [sync("failed", { error })], next: null };
  const { status, out, err } = await dirstream(["sync", "watch", "hq", "--json"]);
  expect([status, err]).toEqual([1, "The run failed: dc1 refused the user account DN or its password.\n"]);
  expect(JSON.parse(out)).toMatchObject({ status: "failed", error });
});

test("a run that holds changes says where to look", async () => {
  answers["GET /connectors/hq/syncs?limit=1"] = { items: [sync("held")], next: null };
  expect((await dirstream(["sync", "watch", "hq"])).err).toContain("dirstream hold list");
});

test("runs are listed, newest first as they come", async () => {
  answers["GET /connectors/hq/syncs?limit=50"] = {
    items: [
      sync("requested", { counts: null }),
      sync("completed", { startedAt: "2026-03-02T08:20:09Z" }),
      sync("held", { changesBy: "sweep" }),
    ],
    next: null,
  };
  const { out } = await dirstream(["sync", "list", "hq"]);
  expect(out).toMatch(/requested +full.*\ncompleted +full +2026-03-02 .* 1083 +1,083 created +r1\nheld +sweep/);
});

const run = {
  ...{
    syncId: "s1",
    requestId: "r1",
    mode: "full",
    status: "completed",
    host: "dc1.example.com",
    changesBy: null,
    holdId: null,
    error: null,
  },
  ...{ server: { vendor: "active-directory", id: "DC1" }, changesOffered: ["dirSync", "sweep"], fullBecause: "anotherServer" },
  ...{ removalsBy: "full", counts: { ...counts, removed: 2, groups: { created: 83, removed: 0, restored: 0 } } },
  latency: {
    ...{ changedAt: "2026-03-02T08:19:59Z", requestedAt: "2026-03-02T08:20:00Z", startedAt: "2026-03-02T08:20:01Z" },
    ...{ readMs: 1310, completedAt: "2026-03-02T08:20:11Z", visibleAt: "2026-03-02T08:20:11.250Z" },
  },
};

test("a run is shown with how it read, what it changed, and how long it took until that could be seen", async () => {
  answers["GET /connectors/hq/syncs?limit=1"] = { items: [sync("completed")], next: null };
  answers["GET /connectors/hq/syncs/r1"] = sync("completed");
  answers["GET /connectors/hq/runs/s1"] = run;
  const { status, out, err } = await dirstream(["sync", "show", "Head office"]);
  expect([status, err]).toEqual([0, ""]);
  const told = Object.fromEntries(out.split("\n").map((line) => line.split(/ {2,}/)));
  expect(told).toMatchObject({
    How: "full, because the server is another one than last time",
    Server: "active-directory, DC1",
    "It offers": "DirSync, a sweep of names and change marks",
    Removals: expect.stringContaining("the query account sees no deleted entries"),
    "Last change": expect.stringMatching(/:59 .*, as the directory says$/),
    Read: "1,083 entries in 1.3 s",
    Changes: "1,083 created, 2 removed; of these groups: 83 created",
    Ended: expect.stringMatching(/:11 .*, 11.0 s after it was requested$/),
    Visible: expect.stringMatching(/:11 .*, 11.3 s after it was requested$/),
  });
  expect((await dirstream(["sync", "show", "hq", "r1"])).out).toBe(out);
  expect(JSON.parse((await dirstream(["sync", "show", "hq", "--json"])).out)).toEqual(run);
});

test("what is not known of a run is left out, and one that has not begun is not there to be shown", async () => {
  const latency = {
    changedAt: null,
    requestedAt: null,
    startedAt: "2026-03-02T08:20:01Z",
    readMs: null,
    completedAt: null,
    visibleAt: null,
  };
  const unknown = { ...run, server: null, changesOffered: [], removalsBy: null, host: null, counts, latency };
  answers["GET /connectors/hq/syncs?limit=1"] = [
    { items: [sync("running")], next: null },
    { items: [sync("requested", { syncId: null })], next: null },
  ];
  answers["GET /connectors/hq/runs/s1"] = { ...unknown, status: "failed", error: { message: "dc1 does not answer." } };
  expect((await dirstream(["sync", "show", "hq"])).out.split("\n").map((line) => line.split(/ {2,}/)[0])).toEqual([
    ...["Run", "Status", "How", "Started", "Read", "Changes", "Why", ""],
  ]);
  expect(await dirstream(["sync", "show", "hq"])).toMatchObject({ status: 1, err: expect.stringContaining("dirstream sync list hq") });
});

test("figures over time are a line for each run that has ended in the period", async () => {
  const statistic = { ...{ syncId: "s1", status: "completed", completedAt: "2026-03-02T08:20:11Z", people: 1000, groups: null }, counts };
  answers["GET /connectors/hq/statistics?from=2026-03-01T00%3A00%3A00Z&limit=50"] = {
    items: [{ ...statistic, durationsMs: { total: 1840, read: 1310, append: 90 } }],
    next: null,
  };
  const { out } = await dirstream(["sync", "statistics", "hq", "--from", "2026-03-01T00:00:00Z"]);
  expect(out).toMatch(/^ENDED +STATUS +PEOPLE +GROUPS +CHANGES +TOOK\n2026-03-02 .* completed +1,000 +– +1,083 created +1\.8 s\n$/);
});
