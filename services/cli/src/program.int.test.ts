import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { added, answeringSystem, zoe } from "./answering-system.fixture.ts";

const { answers, asked, dirstream } = answeringSystem();

test.each([
  [["connector", "add", "--name", "x"], "required option '--primary-host <host>' not specified"],
  [["conector", "list"], "Did you mean connector?"],
  [["connector", "show"], "missing required argument 'connector'"],
  [["connector", "list", "--limit", "0"], "It must be from 1 to 1000."],
  [[...added, "--password", "S3cret"], "unknown option '--password'"],
  [added, "give --password-file or --password-stdin"],
  [["connector", "remove", "hq"], "give --yes"],
  [["connector", "change", "hq"], "Nothing to change was given"],
])("%j is not understood: status 2", async (typed, sentence) => {
  const { status, out, err } = await dirstream(typed);
  expect([status, out]).toEqual([2, ""]);
  expect(err).toContain(sentence);
});

test("help is no failure", async () => {
  const { status, out } = await dirstream(["connector", "add", "--help"]);
  expect(status).toBe(0);
  expect(out).toContain("--primary-host <host>");
});

test("all pages are one line of JSON for each item", async () => {
  answers["GET /users?limit=1000"] = { items: [{ ...zoe, id: "hq.1" }], next: "c2" };
  answers["GET /users?limit=1000&cursor=c2"] = { items: [{ ...zoe, id: "hq.2" }], next: null };
  const { out } = await dirstream(["user", "list", "--all", "--json"]);
  expect(
    out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).id),
  ).toEqual(["hq.1", "hq.2"]);
  expect((await dirstream(["user", "list", "--all"])).out).toMatch(/hq\.1\n.*hq\.2\n$/);
});

test("a longer list says how to go on", async () => {
  answers["GET /users?limit=1&cursor=abc"] = { items: [zoe], next: "def" };
  const { err } = await dirstream(["user", "list", "--limit", "1", "--cursor", "abc"]);
  expect(err).toBe("There are more: --all shows all of them, --cursor def the next ones.\n");
});

test("another account is asked for by name", async () => {
  await dirstream(["connector", "list", "--account", "acme"]);
  expect(asked()).toEqual(["GET /api/v1/accounts/acme/connectors?limit=50"]);
});

test("a system that is not there is said to be away", async () => {
  const closed = createServer().listen(0, "127.0.0.1");
  await once(closed, "listening");
  const away = `http://127.0.0.1:${(closed.address() as AddressInfo).port}`;
  closed.close();
  await once(closed, "close");
  const { status, err } = await dirstream(["connector", "list", "--url", away]);
  expect([status, err]).toEqual([1, `${away} does not answer: nothing listens there. Is the system running? npm start starts it.\n`]);
});

test("an answer of another shape is not taken for an empty one", async () => {
  answers["GET /connectors?limit=50"] = { connectors: [] };
  expect(await dirstream(["connector", "list"])).toMatchObject({
    status: 1,
    err: expect.stringContaining("is not one that this dirstream knows"),
  });
});
