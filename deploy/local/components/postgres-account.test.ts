import type { Stats } from "node:fs";
import { expect, test } from "vitest";
import { canReach } from "./postgres-account.ts";

const postgres = { uid: 101, gid: 104 };
const tree =
  (modes: Record<string, [mode: number, uid: number, gid: number]>) =>
  (path: string): Stats | undefined => {
    const [mode, uid, gid] = modes[path] ?? [0o755, 0, 0];
    return { mode, uid, gid } as Stats;
  };

test("a directory below a closed one is out of reach", () => {
  expect(canReach("/root/dirstream/data", postgres, tree({ "/root": [0o700, 0, 0] }))).toBe(false);
  expect(canReach("/srv/data", postgres, tree({ "/srv": [0o704, 0, 0] }))).toBe(false); // may be listed, not walked through
  expect(canReach("/srv/dirstream/data", postgres, tree({}))).toBe(true);
});

test("the right of the owner counts for the owner, the right of the group for its members", () => {
  expect(canReach("/srv/data", postgres, tree({ "/srv/data": [0o700, 101, 104] }))).toBe(true);
  expect(canReach("/srv/data", postgres, tree({ "/srv/data": [0o710, 0, 104] }))).toBe(true);
  expect(canReach("/srv/data", postgres, tree({ "/srv/data": [0o701, 101, 0] }))).toBe(true);
  expect(canReach("/srv/data", postgres, tree({ "/srv/data": [0o601, 101, 0] }))).toBe(false);
});

test("whoever runs Postgres as himself reaches what he can", () => {
  expect(canReach("/root/data", undefined, tree({ "/root": [0o700, 0, 0] }))).toBe(true);
});
