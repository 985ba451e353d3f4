import { connectorEvents, requestEvents, type StreamName, subjects } from "@dirstream/contracts";
import { readToEnd } from "@dirstream/event-log";
import { afterAll, beforeAll, expect, inject } from "vitest";
import { type Answer, newConnector, startApiUnderTest } from "../api-under-test.ts";

type Service = Awaited<ReturnType<typeof startApiUnderTest>>;

export const CONNECTORS = "/accounts/acme/connectors";

/** The API with an account, for a whole test file: what it is asked, what it answers, and what it records. */
export const apiWithConnectors = () => {
  const answers: Answer[] = [];
  let service: Service;
  beforeAll(async () => {
    service = await startApiUnderTest(inject("natsUrl"));
    await call("PUT", "/accounts/acme", { body: { region: "europe" } });
  });
  afterAll(() => service[Symbol.asyncDispose]());

  const call: Service["call"] = async (...args) => {
    const answer = await service.call(...args);
    answers.push(answer);
    return answer;
  };
  const register = async (change: object = {}) => {
    const answer = await call("POST", CONNECTORS, { body: { ...newConnector, ...change } });
    expect(answer.status, answer.text).toBe(201);
    const id: string = answer.body.connectorId;
    return { id, path: `${CONNECTORS}/${id}`, etag: answer.headers.get("etag") as string, answer };
  };
  const messages = async (stream: StreamName, filters?: string[]) => {
    const found = [];
    for await (const batch of readToEnd(service.eventLog, { stream, filters })) found.push(...batch);
    return found;
  };
  const eventsOf = async (id: string) =>
    (await messages("CONNECTORS", [subjects.connector("acme", id)])).map(({ sequence, payload }) => {
      const decoded = connectorEvents.decode(payload);
      if (decoded.kind !== "event") throw new Error(decoded.kind);
      return { sequence, ...decoded.event };
    });
  const requestsOf = async (id: string) =>
    (await messages("SYNC_REQUESTS", [subjects.syncRequest("acme", id)])).map(({ sequence, payload }) => {
      const decoded = requestEvents.decode(payload);
      if (decoded.kind !== "event" || decoded.event.type !== "SyncRequested") throw new Error(decoded.kind);
      return { sequence, ...decoded.event.data };
    });
  return { service: () => service, answers, call, register, messages, eventsOf, requestsOf };
};
