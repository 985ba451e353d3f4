import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import * as z from "zod";
import { type SealedCookieOptions, sealedCookie } from "./sealed-cookie.ts";

const [OLD, NEW] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
const schema = z.object({ token: z.string() });
const LATER = new Date(Date.now() + 600_000);

const cookieWith = (options: Partial<SealedCookieOptions<typeof schema>> = {}) =>
  sealedCookie({ name: "dirstream-session", schema, keys: [NEW], secure: true, sameSite: "Strict", mostChunks: 2, ...options });

/** What a browser sends back of what it was told to keep. */
const keep = (lines: readonly string[]): string =>
  lines
    .filter((line) => !line.includes("Max-Age=0"))
    .map((line) => line.split(";")[0])
    .join("; ");

const short = { token: "short" };
const long = { token: randomBytes(3_000).toString("base64") };

test("a browser keeps it for this host alone, over https alone, away from scripts and from other sites", async () => {
  const [first = ""] = await cookieWith().seal(short, LATER);
  expect(first).toMatch(/^__Host-dirstream-session-0=[\w.-]+; Max-Age=\d{3}; Path=\/; HttpOnly; SameSite=Strict; Secure$/);
});

test("without https the name and the attribute that need it are left out", async () => {
  const [first = ""] = await cookieWith({ secure: false, sameSite: "Lax" }).seal(short, LATER);
  expect(first).toMatch(/^dirstream-session-0=[\w.-]+; Max-Age=\d{3}; Path=\/; HttpOnly; SameSite=Lax$/);
});

test.each([
  ["in one cookie", short],
  ["over several", long],
])("what was sealed %s is opened, among other cookies", async (_, value) => {
  const cookie = cookieWith();
  const sealed = keep(await cookie.seal(value, LATER));
  expect(sealed).not.toContain(value.token.slice(0, 20));
  expect(await cookie.open(`theme=dark; ${sealed}; lang=en`)).toEqual(value);
});

test("a shorter value leaves nothing of a longer one behind", async () => {
  const cookie = cookieWith();
  expect(await cookie.seal(long, LATER)).toHaveLength(2);
  expect((await cookie.seal(short, LATER))[1]).toMatch(/^__Host-dirstream-session-1=; Max-Age=0;/);
});

test("the newest key seals, and every key opens", async () => {
  const before = keep(await cookieWith({ keys: [OLD] }).seal(short, LATER));
  const both = cookieWith({ keys: [NEW, OLD] });
  expect(await both.open(before)).toEqual(short);
  const after = keep(await both.seal(short, LATER));
  expect(await cookieWith({ keys: [NEW] }).open(after)).toEqual(short);
});

test("a cookie of a key that is gone counts no more", async () => {
  const before = keep(await cookieWith({ keys: [OLD] }).seal(short, LATER));
  expect(await cookieWith().open(before)).toBeUndefined();
});

test("a cookie that anybody has changed, anywhere, counts no more", async () => {
  const cookie = cookieWith();
  const sealed = keep(await cookie.seal(short, LATER));
  const start = sealed.indexOf("=") + 1;
  for (let at = start; at < sealed.length; at += 3) {
    const changed = `${sealed.slice(0, at)}${sealed[at] === "A" ? "B" : "A"}${sealed.slice(at + 1)}`;
    if (Buffer.from(changed.slice(start), "base64url").equals(Buffer.from(sealed.slice(start), "base64url"))) continue;
    expect(await cookie.open(changed), `at ${at}`).toBeUndefined();
  }
});

test("a cookie that is too old counts no more", async () => {
  const cookie = cookieWith();
  expect(await cookie.open(keep(await cookie.seal(short, new Date(Date.now() - 1_000))))).toBeUndefined();
});

test("a cookie of one kind is not taken for another", async () => {
  const sealed = keep(await cookieWith({ name: "dirstream-sign-in" }).seal(short, LATER));
  expect(await cookieWith().open(sealed.replaceAll("sign-in", "session"))).toBeUndefined();
});

test("half of a cookie counts for nothing", async () => {
  const cookie = cookieWith();
  const [first = "", second = ""] = keep(await cookie.seal(long, LATER)).split("; ");
  expect(await cookie.open(`${second}; ${first}`)).toEqual(long);
  for (const half of [first, second]) expect(await cookie.open(half)).toBeUndefined();
});

test("a value that no browser would keep is refused, and the sentence does not quote it", async () => {
  const token = "x".repeat(8_000);
  await expect(cookieWith().seal({ token }, LATER)).rejects.toThrow(/^\d+ of 7600 characters$/);
});
