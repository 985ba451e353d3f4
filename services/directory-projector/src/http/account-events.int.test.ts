import { subjects } from "@dirstream/contracts";
import { publishVolatile } from "@dirstream/event-log";
import { afterAll, beforeAll, expect, inject, onTestFinished, test, vi } from "vitest";
import { COUNTS, completed, connector, failed, lifecycle, request, SYNC_ID, started, sync } from "./story.fixture.ts";
import { openToldStory, type ToldStory } from "./told-story.fixture.ts";

let story: ToldStory;
beforeAll(async () => {
  story = await openToldStory({ postgresUrl: inject("postgresUrl"), natsUrl: inject("natsUrl") });
});
afterAll(() => story[Symbol.asyncDispose]());

interface Heard {
  readonly name: string;
  readonly data: Record<string, unknown>;
}

/** Everything that comes on the stream of an account after its position, until the test has ended. */
const listen = async (account = "acme"): Promise<Heard[]> => {
  const heard = await listenFrom(account);
  await eventually(() => expect(heard.shift()).toMatchObject({ name: "position" }));
  return heard;
};
const listenFrom = async (account: string): Promise<Heard[]> => {
  const ending = new AbortController();
  onTestFinished(() => ending.abort());
  const headers = { authorization: "Bearer all" };
  const response = await fetch(`${story.url}/api/v1/accounts/${account}/events`, { headers, signal: ending.signal });
  expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
  const heard: Heard[] = [];
  void (async () => {
    let text = "";
    for await (const chunk of (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())) {
      const blocks = (text + chunk).split("\n\n");
      text = blocks.pop() ?? "";
      for (const block of blocks) {
        const [, name, data] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? [];
        if (name !== undefined && data !== undefined) heard.push({ name, data: JSON.parse(data) });
      }
    }
  })().catch(() => undefined);
  return heard;
};
/** As the process that folds: it says so. */
const fold = async () => {
  await story.fold();
  story.progress.committed();
};
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 20 });
const told = (heard: readonly Heard[]) => heard.map(({ name, data: { event, connector } }) => [name, connector, ...(event ? [event] : [])]);
const nothing = { requestId: null, syncId: null, stage: null, read: null, expected: null, counts: null };

test("a run is heard of when it is asked for, when it starts and when it has ended, each once it can be asked for", async () => {
  const heard = await listen();
  const asked = await request(story.log, "again");
  await fold();
  await eventually(() => expect(told(heard)).toEqual([["run", "north", "requested"]]));
  expect(heard[0]?.data).toEqual({ ...nothing, connector: "north", event: "requested", status: "requested", requestId: "again" });

  const common = lifecycle(5, "again", 5, asked);
  await sync(story.log, started(common), 20);
  await fold();
  await eventually(() => expect(told(heard).slice(1)).toEqual([["run", "north", "started"]]));

  await sync(story.log, { type: "SyncProgressed", data: { ...common, stage: "reading" } }, 21);
  await sync(story.log, failed(common, false), 22);
  await fold();
  const ended = [
    ["entries", "north"],
    ["run", "north", "ended"],
    ["attention", "north"],
  ];
  await eventually(() => expect(told(heard).slice(2)).toEqual(expect.arrayContaining(ended)));
  expect(heard.find(({ data }) => data.event === "ended")?.data).toEqual({
    ...{ ...nothing, connector: "north", event: "ended", status: "failed", syncId: `${SYNC_ID}5`, read: 5, counts: COUNTS },
  });
});

test("events begin with a position, and by theirs answers show which of them lack something", async () => {
  const answered = async () => {
    const { headers } = await fetch(`${story.url}/api/v1/accounts/acme/connectors`, { headers: { authorization: "Bearer all" } });
    return headers.get("position");
  };
  const before = await answered();
  await request(story.log, "between");
  await fold();
  const heard = await listenFrom("acme");
  await eventually(() => expect(heard.map(({ name }) => name)).toEqual(["position"]));
  const { position } = heard[0]?.data ?? {};
  expect(before).toMatch(/^CONNECTORS=\d+,SYNC_REQUESTS=\d+,DIRECTORY=\d+$/);
  expect(position).not.toBe(before);
  expect(await answered()).toBe(position);
});

test("two runs between two looks have both ended", async () => {
  const heard = await listen();
  for (const number of [6, 7]) {
    await sync(story.log, started(lifecycle(number, "again", 6, 7)), 30);
    await sync(story.log, completed(lifecycle(number, "again", 6, 7)), 31);
  }
  await fold();
  await eventually(() => expect(heard.filter(({ data }) => data.event === "ended")).toHaveLength(2));
  expect(heard.filter(({ data }) => data.event === "ended").map(({ data }) => [data.syncId, data.status])).toEqual([
    [`${SYNC_ID}6`, "completed"],
    [`${SYNC_ID}7`, "completed"],
  ]);
});

test("a connector that somebody changes and a hold that somebody decides are heard of", async () => {
  const heard = await listen();
  await connector(story.log, { type: "HoldRejected", data: { holdId: "hold-1", digest: "1".repeat(64), reason: "no", by: "anna" } });
  await fold();
  await eventually(() =>
    expect(told(heard)).toEqual(
      expect.arrayContaining([
        ["connector", "north"],
        ["hold", "north"],
      ]),
    ),
  );
  expect(heard.find(({ name }) => name === "hold")?.data).toEqual({ connector: "north", holdId: "hold-1", status: "rejected" });
  expect(JSON.stringify(heard)).not.toMatch(/anna/);
});

test("progress comes as it is published, its end only once it can be asked for", async () => {
  const heard = await listen();
  const publish = (stage: string, read: number) => {
    const progress = { syncId: `${SYNC_ID}8`, stage, read, expected: 10, counts: COUNTS, time: "2026-03-01T08:00:00Z" };
    const payload = new TextEncoder().encode(JSON.stringify(progress));
    publishVolatile(story.log, { subject: subjects.progress("acme", "north"), payload });
  };
  for (const stage of ["reading", "completed"]) publish(stage, 4);
  publish("removing", 5);
  await eventually(() => expect(heard).toHaveLength(2));
  expect(heard.map(({ data: { event, stage, read, expected, status } }) => [event, stage, read, expected, status])).toEqual([
    ["progressed", "reading", 4, 10, "running"],
    ["progressed", "removing", 5, 10, "running"],
  ]);
});

test("whoever listens to another account hears nothing of it", async () => {
  const [rival, acme] = [await listen("rival"), await listen()];
  await connector(story.log, { type: "ConnectorDisabled", data: { by: "anna" } }, "south");
  await fold();
  await eventually(() => expect(told(acme)).toContainEqual(["connector", "south"]));
  await connector(story.log, { type: "ConnectorDisabled", data: { by: "anna" } }, "north", "rival");
  await fold();
  await eventually(() =>
    expect(told(rival)).toEqual([
      ["connector", "north"],
      ["attention", "north"],
    ]),
  );
});

test("what another process has folded is heard of as well: a connector that halts, and goes on", async () => {
  const heard = await listen();
  const { schema } = story.database.options;
  await story.database.query(`insert into ${schema}.halted values ('DIRECTORY', 'acme', 'south', 9, 'not JSON', false)`);
  await eventually(() => expect(told(heard)).toContainEqual(["attention", "south"]));
  heard.length = 0;
  await story.database.query(`delete from ${schema}.halted`);
  await eventually(() => expect(told(heard)).toContainEqual(["attention", "south"]));
});
