import { expect, test } from "vitest";
import { answeringSystem } from "./answering-system.fixture.ts";

const { answers, dirstream, seen } = answeringSystem();

test("a decision about a hold is about what was seen", async () => {
  const hold = {
    holdId: "h1",
    digest: "d1",
    status: "open",
    heldAt: "2026-03-02T08:00:00Z",
    reasons: ["removals"],
    held: { removed: 214, disabled: 3 },
    active: 1083,
  };
  answers["GET /connectors/hq/holds?limit=1000"] = { items: [hold, { ...hold, holdId: "h0", status: "closed" }], next: null };
  answers["POST /connectors/hq/holds/h1/approve"] = { requestId: "r3" };
  expect((await dirstream(["hold", "show", "hq"])).out).toMatch(/more removals than .*\nWhat waits +214 removed, 3 disabled\n/);
  expect(await dirstream(["hold", "approve", "hq", "--reason", "They left"])).toMatchObject({ status: 0 });
  expect(seen.at(-1)?.body).toEqual({ reason: "They left", digest: "d1" });
  expect((await dirstream(["hold", "approve", "hq"])).status).toBe(2);
});

test("where nothing is held, that is the answer", async () => {
  answers["GET /connectors/hq/holds?limit=1000"] = { items: [], next: null };
  expect(await dirstream(["hold", "reject", "hq", "--reason", "x"])).toMatchObject({ status: 1, err: "Nothing is held now.\n" });
});
