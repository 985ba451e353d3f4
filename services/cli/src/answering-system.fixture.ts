import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach } from "vitest";
import type { Input } from "./ask.ts";
import { runProgram } from "./program.ts";

interface Seen {
  readonly asked: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: unknown;
}
type Answer = object | ((request: IncomingMessage, response: ServerResponse) => void);

export const problem =
  (status: number, code: string, detail: string, extra: object = {}): Answer =>
  (_, response) =>
    void response
      .writeHead(status, { "content-type": "application/problem+json" })
      .end(JSON.stringify({ type: `urn:dirstream:problem:${code}`, title: "No", status, detail, ...extra }));

export const withHeaders =
  (body: object, headers: Record<string, string>): Answer =>
  (_, response) =>
    void response.writeHead(200, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));

const input: Input = { isTerminal: false, ask: async () => "", askSecret: async () => "", readAll: async () => "S3cret\n" };

/** A system in small, for a whole test file: answers what the test says, in the shapes of the API, and records what it is asked. */
export const answeringSystem = () => {
  const answers: Record<string, Answer | Answer[]> = {};
  const seen: Seen[] = [];
  let [url, folder] = ["", ""];
  const server = createServer(async (request, response) => {
    const asked = `${request.method} ${request.url?.replace("/api/v1/accounts/default", "")}`;
    seen.push({ asked, headers: request.headers, body: await json(request).catch(() => undefined) });
    const wanted = answers[asked];
    const answer = Array.isArray(wanted) ? (wanted.length > 1 ? wanted.shift() : wanted[0]) : wanted;
    if (answer === undefined)
      return void (problem(404, "notFound", `Nobody expected ${asked}`) as (...given: unknown[]) => void)(request, response);
    if (typeof answer === "function") return answer(request, response);
    return void response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "cli-"));
    await once(server.listen(0, "127.0.0.1"), "listening");
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    for (const asked of Object.keys(answers)) delete answers[asked];
    answers["GET /connectors?limit=1000"] = { items: [hq], next: null };
    answers["GET /connectors/hq"] = withHeaders(hq, { etag: '"12"' });
    seen.length = 0;
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  });

  const dirstream = async (typed: readonly string[], more: { input?: Partial<Input>; width?: number } = {}) => {
    let out = "";
    let err = "";
    const status = await runProgram(typed, {
      environment: { url, token: "the-token", home: undefined },
      cwd: folder,
      input: { ...input, ...more.input },
      width: more.width ?? 120,
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
  return { answers, seen, dirstream, asked: () => seen.map(({ asked }) => asked), folder: () => folder };
};

export const counts = { read: 1083, created: 1083, updated: 0, moved: 0, disabled: 0, enabled: 0, removed: 0, restored: 0 };
export const sync = (status: string, more: object = {}) => ({
  requestId: "r1",
  syncId: "s1",
  mode: "full",
  status,
  reason: "manual",
  counts,
  error: null,
  ...more,
});
export const hq = {
  connectorId: "hq",
  name: "Head office",
  environment: "on-premises",
  primaryHost: "dc1.example.com",
  secondaryHost: null,
  port: 636,
  encryptionMode: "strict",
  bindDn: "CN=reader,DC=example,DC=com",
  baseDn: "DC=example,DC=com",
  scope: { moreBaseDns: ["OU=Asia,DC=example"], excludedDns: ["OU=A,DC=example,DC=com"], peopleFilter: "(mail=*)", emailDomains: [] },
  enabled: true,
  status: "healthy",
  revision: 12,
  lastRun: { ...sync("completed"), completedAt: "2026-03-02T08:20:11Z" },
  nextRun: { at: "2026-03-02T13:00:00Z", date: "2026-03-02", time: "13:00", zone: "Etc/GMT" },
  halted: [],
};
export const added = [
  "connector",
  "add",
  "--name",
  "Lab",
  "--primary-host",
  "ldap.example.com",
  "--bind-dn",
  "cn=r,dc=example",
  "--base-dn",
  "dc=example",
];
export const zoe = {
  id: "hq.3f9a",
  entryId: "3f9a",
  connectorId: "hq",
  kind: "user",
  state: "active",
  dn: "uid=zoe,ou=Research,dc=example,dc=com",
  profile: { displayName: "Zoë Nakamura", emails: [{ value: "zoe@example.com" }] },
  attributes: { cn: ["Zoë Nakamura"], manager: [{ entryId: "77aa" }] },
  memberCount: null,
};
