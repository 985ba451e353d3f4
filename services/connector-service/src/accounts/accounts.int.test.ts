import { AttentionTest, subjects } from "@dirstream/contracts";
import { respond } from "@dirstream/event-log";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { startApiUnderTest } from "../api-under-test.ts";

let api: Awaited<ReturnType<typeof startApiUnderTest>>;
beforeAll(async () => {
  api = await startApiUnderTest(inject("natsUrl"));
  await api.call("PUT", "/accounts/acme", { body: { region: "europe" } });
});
afterAll(() => api[Symbol.asyncDispose]());

const ACME = "/accounts/acme";
const TEST = `${ACME}/attention/test`;
const attention = { emails: ["team@example.com"], webhook: "https://hooks.example.com/dirstream" };

test("nobody can be tested who is not told, and none of an account that is not there", async () => {
  expect(await api.call("POST", TEST)).toMatchObject({ status: 409, body: { type: "urn:dirstream:problem:toldNowhere" } });
  expect((await api.call("POST", "/accounts/nobody/attention/test")).status).toBe(404);
  expect((await api.call("PATCH", "/accounts/nobody", { body: { attention } })).status).toBe(404);
});

test("an administrator says where it is told that a connector needs somebody; moving changes nothing of it", async () => {
  expect(await api.call("PATCH", ACME, { body: { attention } })).toMatchObject({ status: 200, body: { account: "acme", attention } });
  expect(await api.call("PUT", ACME, { body: { region: "australia" } })).toMatchObject({ body: { region: "australia", attention } });
  expect(await api.call("PATCH", ACME, { body: { attention: { emails: [] } } })).toMatchObject({
    body: { attention: { emails: [], webhook: attention.webhook } },
  });
  expect(await api.call("PATCH", ACME, { body: { attention } })).toMatchObject({ body: { attention } });
  for (const role of ["viewer", "operator"] as const) {
    expect((await api.call("PATCH", ACME, { body: { attention }, role })).status).toBe(403);
    expect((await api.call("POST", TEST, { role })).status).toBe(403);
  }
});

test("each field says what is wrong with it", async () => {
  const { status, body } = await api.call("PATCH", ACME, {
    body: { attention: { emails: ["a@example.com", "b"], webhook: "https://user:canary@example.com" } },
  });
  expect(status).toBe(400);
  expect(body.errors).toEqual([
    { pointer: "/attention/emails/1", detail: expect.stringMatching(/This is not an e-mail address/) },
    { pointer: "/attention/webhook", detail: expect.stringMatching(/without user and password/) },
  ]);
  expect(api.logged.join()).not.toContain("canary");
});

test("a test is made by the projector, with what is saved at this moment; without one there is none", async () => {
  await using _projector = respond(api.eventLog, {
    subject: subjects.attentionTest,
    handle: (payload) => {
      const { account, to } = AttentionTest.parse(JSON.parse(new TextDecoder().decode(payload)));
      const destinations = [{ kind: "webhook", to: `${account} ${to.webhook}`, delivered: true, sentence: "It has taken it." }];
      return new TextEncoder().encode(JSON.stringify({ destinations }));
    },
  });
  await api.call("PATCH", ACME, { body: { attention: { webhook: "https://new.example.com/" } } });
  expect(await api.call("POST", TEST)).toMatchObject({
    status: 200,
    body: { destinations: [{ to: "acme https://new.example.com/", delivered: true }] },
  });
  await _projector[Symbol.asyncDispose]();
  expect((await api.call("POST", TEST)).status).toBe(503);
});

test("an account makes a few tests in a minute", async () => {
  const statuses = [];
  for (let at = 0; at < 6; at++) statuses.push((await api.call("POST", TEST)).status);
  expect(statuses).toEqual([503, 503, 503, 503, 429, 429]);
});
