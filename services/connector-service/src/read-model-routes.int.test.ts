import { subjects } from "@dirstream/contracts";
import { respond } from "@dirstream/event-log";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { startApiUnderTest } from "./api-under-test.ts";

let api: Awaited<ReturnType<typeof startApiUnderTest>>;
beforeAll(async () => {
  api = await startApiUnderTest(inject("natsUrl"));
});
afterAll(() => api[Symbol.asyncDispose]());

const WORK_ID = "00000000-0000-4000-8000-000000000001";

test("the projector is asked to rebuild or to verify, and told who wants it", async () => {
  const asked: string[] = [];
  const handle = (payload: Uint8Array, subject: string) => {
    asked.push(`${subject} ${new TextDecoder().decode(payload)}`);
    return new TextEncoder().encode(JSON.stringify({ status: asked.length < 3 ? "started" : "busy", workId: WORK_ID }));
  };
  await using _rebuild = respond(api.eventLog, { subject: subjects.readModel("rebuild"), handle });
  await using _verify = respond(api.eventLog, { subject: subjects.readModel("verify"), handle });
  for (const work of ["rebuild", "verify"]) {
    const { status, body } = await api.call("POST", `/readmodel/${work}`);
    expect([status, body]).toEqual([202, { workId: WORK_ID }]);
  }
  expect(asked).toEqual(['readmodel.v1.rebuild {"by":"ann"}', 'readmodel.v1.verify {"by":"ann"}']);
  expect(await api.call("POST", "/readmodel/verify")).toMatchObject({ status: 409, body: { workId: WORK_ID } });
});

test("where nobody folds, the answer says so", async () => {
  const { status, headers } = await api.call("POST", "/readmodel/rebuild");
  expect([status, headers.get("retry-after")]).toEqual([503, "2"]);
});

test("only an admin of every account may", async () => {
  expect((await api.call("POST", "/readmodel/rebuild", { role: "operator" })).status).toBe(403);
  expect((await api.call("POST", "/readmodel/rebuild", { accounts: ["acme"] })).status).toBe(403);
});
