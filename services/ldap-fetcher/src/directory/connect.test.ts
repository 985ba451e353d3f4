import { once } from "node:events";
import { connect as connectSocket } from "node:net";
import { issue } from "@dirstream/ldap/testing/certificates";
import { allowAddressIn } from "@dirstream/service";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, type Reached, type Target } from "./connect.ts";
import { startNameServer } from "./testing/name-server.ts";
import { type Peer, scriptedPeer, wellBehaved } from "./testing/scripted-peer.ts";

const HOST = "dc1.example.test";
const HERE = "127.0.0.1";
/** This machine too, to Linux and macOS, and never a directory: whoever connects there without asking is seen. */
const TRAP = "0.0.0.0";
const METADATA = "169.254.169.254";
const certificate = issue({ commonName: "a directory", names: [HOST] });

const visit = async (target: Pick<Target, "host" | "port"> & Partial<Target>) => {
  const reached: Reached[] = [];
  const connecting = connect({
    ...{ encryption: { mode: "none" }, allowAddress: allowAddressIn(["loopback"]), onReached: (it: Reached) => reached.push(it) },
    ...target,
  });
  return connecting.then(
    ({ session, address }) => {
      session[Symbol.dispose]();
      return { outcome: address, reached };
    },
    (error) => ({ outcome: error.code as string, reached }),
  );
};

describe.each([
  ["LDAPS", false],
  ["StartTLS", true],
])("a name, over %s,", (_, startTls) => {
  let peer: Peer;
  beforeAll(async () => {
    peer = await scriptedPeer({ script: wellBehaved(), ...(startTls ? { startTls: certificate } : { tls: certificate }) });
  });
  afterAll(() => peer[Symbol.asyncDispose]());

  test.each([
    ["the trap", TRAP],
    ["where clouds keep credentials", METADATA],
  ])("that leads elsewhere at the next connect, %s, is looked up anew and not followed", async (_where, elsewhere) => {
    await using names = await startNameServer([HERE], [elsewhere], [HERE]);
    const target = {
      host: HOST,
      port: peer.port,
      encryption: { mode: "strict", startTls, ca: certificate.cert },
      lookup: names.lookup,
    } as const;
    const before = peer.connections;
    const visits = [await visit(target), await visit(target), await visit(target)];
    expect(visits.map(({ outcome }) => outcome)).toEqual([HERE, "addressNotAllowed", HERE]);
    expect([names.asked, peer.connections - before]).toEqual([3, 2]);
    expect(new Set(peer.servernames)).toEqual(new Set([HOST]));
  });

  test("that leads to a forbidden address besides is followed to the other one only", async () => {
    await using names = await startNameServer([METADATA, TRAP, HERE]);
    const encryption = { mode: "strict", startTls, ca: certificate.cert } as const;
    const { outcome, reached } = await visit({ host: HOST, port: peer.port, encryption, lookup: names.lookup });
    expect([outcome, names.asked]).toEqual([HERE, 1]);
    expect(reached).toMatchObject([{ addresses: [HERE] }, { address: HERE }]);
  });
});

describe("this machine", () => {
  let peer: Peer;
  beforeAll(async () => {
    peer = await scriptedPeer({ script: wellBehaved() });
  });
  afterAll(() => peer[Symbol.asyncDispose]());

  test.each([
    ...["127.0.0.1", "::1", "::ffff:127.0.0.1", "::ffff:7f00:1", "0.0.0.0", "::", "localhost", "LOCALHOST", "localhost.", "ip6-localhost"],
    ...["2130706433", "017700000001", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "0", "0x0", "127.0.0.1.", "[::1]", "①②⑦.0.0.1"],
  ])("is not reached by writing it as %s", async (host) => {
    const { outcome, reached } = await visit({ host, port: peer.port, allowAddress: allowAddressIn([]) });
    expect(["addressNotAllowed", "hostNotFound"]).toContain(outcome);
    expect(reached).toEqual([]);
    expect(peer.connections).toBe(0);
  });

  test("would have been", async () => {
    for (const host of [TRAP, "2130706433", "localhost"]) {
      const socket = connectSocket({ host, port: peer.port });
      await once(socket, "connect");
      socket.destroy();
    }
    expect(await visit({ host: "localhost", port: peer.port })).toMatchObject({ outcome: HERE });
  });
});
