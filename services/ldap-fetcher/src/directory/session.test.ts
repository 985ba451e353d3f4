import { once } from "node:events";
import { connect as connectSocket, type Socket } from "node:net";
import { present } from "@dirstream/ldap";
import { describe, expect, test, vi } from "vitest";
import { openDirectory } from "./open-directory.ts";
import type { RawEntry } from "./responses.ts";
import { Session } from "./session.ts";
import { der, integer } from "./testing/der.ts";
import { BASE, BIND, entry, page, person, result, type Script, scriptedPeer, wellBehaved } from "./testing/scripted-peer.ts";

const access = (port: number) => ({
  hosts: ["127.0.0.1"] as const,
  port,
  encryption: { mode: "none" as const },
  bindDn: "cn=reader",
  password: "secret",
  baseDn: BASE,
  allowAddress: () => true,
});

const spec = { baseDn: BASE, scope: "sub" as const, filter: present("uid"), attributes: [] };

const sessionTo = async (port: number, inactivityMs?: number): Promise<{ session: Session; socket: Socket }> => {
  const socket = connectSocket({ host: "127.0.0.1", port });
  await once(socket, "connect");
  return { session: new Session(socket, `127.0.0.1:${port}`, inactivityMs), socket };
};

describe("a session that failed is over for ever", () => {
  test("a dropped connection ends the reading, and nothing connects again", async () => {
    const pages: Script = ({ id, cookie }, socket) => {
      if (cookie === "") return page(id, [1], "a");
      socket.destroy();
      return null;
    };
    await using peer = await scriptedPeer({ script: wellBehaved({ pages }) });
    using directory = await openDirectory(access(peer.port));
    const reading = directory.read(present("uid"), []);
    expect(await reading.next()).toMatchObject({ done: false });
    await expect(reading.next()).rejects.toMatchObject({ stage: "read", code: "connectionLost", retryable: true });
    await expect(directory.read(present("uid"), []).next()).rejects.toMatchObject({ code: "connectionLost" });
    await expect(directory.incompleteness()).rejects.toMatchObject({ code: "connectionLost" });
    expect(peer.connections).toBe(1);
    expect(peer.heard.filter(({ operation }) => operation === BIND)).toHaveLength(1);
  });

  test("no bind goes out on it", async () => {
    await using peer = await scriptedPeer({ script: () => null });
    const { session, socket } = await sessionTo(peer.port);
    socket.destroy();
    await once(socket, "close");
    await expect(session.bind("cn=reader", Buffer.from("secret"))).rejects.toMatchObject({ code: "connectionLost" });
    expect(peer.heard).toEqual([]);
  });

  test("the server's farewell is passed on", async () => {
    const script: Script = () => result(0, 0x78, 52, { oid: "1.3.6.1.4.1.1466.20036", diagnostic: "shutting down" });
    await using peer = await scriptedPeer({ script });
    const { session } = await sessionTo(peer.port);
    await expect(session.search(spec, "read").next()).rejects.toMatchObject({
      code: "disconnectedByServer",
      message: expect.stringContaining("shutting down"),
    });
  });

  test("an aborted signal ends it, and what is under way", async () => {
    const stop = new AbortController();
    await using peer = await scriptedPeer({ script: wellBehaved({ pages: () => null }) });
    using directory = await openDirectory({ ...access(peer.port), signal: stop.signal });
    const reading = directory.read(present("uid"), []).next();
    stop.abort();
    await expect(reading).rejects.toMatchObject({ code: "abandoned", retryable: true });
  });
});

describe("deadlines", () => {
  test("a server that does not answer the bind", async () => {
    await using peer = await scriptedPeer({ script: () => null });
    await expect(openDirectory({ ...access(peer.port), bindMs: 40 })).rejects.toMatchObject({
      stage: "bind",
      code: "bindTimeout",
      tryOtherHost: true,
    });
  });

  test("a server that falls silent in the middle of a page", async () => {
    await using peer = await scriptedPeer({ script: wellBehaved({ pages: ({ id }) => person(id, 1) }) });
    using directory = await openDirectory({ ...access(peer.port), inactivityMs: 40 });
    await expect(directory.read(present("uid"), []).next()).rejects.toMatchObject({ stage: "read", code: "readTimeout", retryable: true });
  });

  test("a server that is slow but not silent is waited for", async () => {
    const pages: Script = ({ id }, socket) => {
      let n = 0;
      const timer = setInterval(() => {
        n += 1;
        socket.write(n < 8 ? person(id, n) : page(id, [n], ""));
        if (n === 8) clearInterval(timer);
      }, 20);
      return null;
    };
    await using peer = await scriptedPeer({ script: wellBehaved({ pages }) });
    using directory = await openDirectory({ ...access(peer.port), inactivityMs: 120 });
    const { value } = await directory.read(present("uid"), []).next();
    expect(value).toHaveLength(8);
  });
});

describe("hostile answers", () => {
  /** Entries are read when their turn comes: at the latest when the server says that it is done. */
  const thenDone = (id: number, message: Buffer) => Buffer.concat([message, result(id, 0x65, 0)]);

  test.each<[string, Script]>([
    ["a message of 2 GB", () => Buffer.from([0x30, 0x84, 0x7f, 0xff, 0xff, 0xff, 0x02])],
    ["an indefinite length", () => Buffer.from([0x30, 0x80, 0x02, 0x01, 0x01])],
    ["HTTP", () => Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n")],
    [
      "a value longer than its message",
      ({ id }) => thenDone(id, Buffer.from([0x30, 0x0a, 0x02, 0x01, id, 0x64, 0x05, 0x04, 0x7f, 0x61, 0x62, 0x63])),
    ],
    ["an answer to nothing that was asked", () => result(99, 0x65, 0)],
    ["the answer to another operation", ({ id }) => result(id, 0x61, 0)],
    [
      "a DN that is not UTF-8",
      ({ id }) => thenDone(id, Buffer.from(entry(id, "cn=~", {}).toString("latin1").replace("~", "\xff"), "latin1")),
    ],
  ])("%s ends the session", async (_, script) => {
    await using peer = await scriptedPeer({ script });
    const { session, socket } = await sessionTo(peer.port);
    await expect(session.search(spec, "read").next()).rejects.toMatchObject({ code: "protocolViolation", stage: "read" });
    expect(socket.destroyed).toBe(true);
  });

  test.each<[string, Script]>([
    ["more entries than were asked for", ({ id }) => Buffer.concat([1, 2, 3].map((n) => person(id, n)))],
    ["more references than a forest has", ({ id }) => der(0x30, integer(id), der(0x73, Buffer.alloc(400_000, Buffer.of(4, 0))))],
  ])("%s are not taken", async (_, script) => {
    await using peer = await scriptedPeer({ script });
    const { session, socket } = await sessionTo(peer.port);
    const search = session.search({ ...spec, mostEntries: 2 }, "read");
    await expect(search.next()).rejects.toMatchObject({ code: "protocolViolation", stage: "read" });
    expect(socket.destroyed).toBe(true);
  });

  test("an entry where a bind was asked for is not taken", async () => {
    await using peer = await scriptedPeer({ script: ({ id }) => person(id, 1) });
    const { session } = await sessionTo(peer.port);
    await expect(session.bind("cn=reader", Buffer.from("x"))).rejects.toMatchObject({ code: "protocolViolation" });
  });
});

describe("one paged reading at a time", () => {
  const allOf = async <Page>(pages: AsyncIterable<Page>): Promise<Page[]> => {
    const all: Page[] = [];
    for await (const page of pages) all.push(page);
    return all;
  };

  test("one that is left waits for the page that the server works at, and may begin again without anything missing", async () => {
    const order: string[] = [];
    const pages: Script = ({ id, cookie }, socket) => {
      if (cookie === "") {
        order.push("begins");
        return page(id, [1], order.length > 1 ? "" : "second");
      }
      setTimeout(() => {
        order.push("second page");
        socket.write(page(id, [2], "third"));
      }, 20);
      return null;
    };
    await using peer = await scriptedPeer({ script: wellBehaved({ pages }) });
    using directory = await openDirectory(access(peer.port));
    for await (const _ of directory.read(present("uid"), [])) break;
    expect(await directory.incompleteness()).toEqual(["readNotFinished"]);
    for await (const _ of directory.read(present("uid"), [], { begunAgain: true }));
    expect(order).toEqual(["begins", "second page", "begins"]);
    expect(await directory.incompleteness()).toEqual([]);
  });

  test.each([
    ["its size limit", 4],
    ["an administrative limit", 11],
  ])("names are read in ordinary pages where the server has %s below large ones", async (_, code) => {
    let asked = 0;
    const pages: Script = ({ id }) => (asked++ === 0 ? result(id, 0x65, code) : page(id, [1, 2], ""));
    await using peer = await scriptedPeer({ script: wellBehaved({ pages }) });
    using directory = await openDirectory(access(peer.port));
    expect(await allOf(directory.readNames(present("uid"), []))).toHaveLength(1);
    expect(await directory.incompleteness()).toEqual([]);
  });

  test("a limit that is met amidst the names ends the reading", async () => {
    const pages: Script = ({ id, cookie }) => (cookie === "" ? page(id, [1], "more") : result(id, 0x65, 4));
    await using peer = await scriptedPeer({ script: wellBehaved({ pages }) });
    using directory = await openDirectory(access(peer.port));
    await expect(allOf(directory.readNames(present("uid"), []))).rejects.toMatchObject({ code: "sizeLimitExceeded" });
  });
});

test("answers arrive whole, however the network cuts them", async () => {
  const pages: Script = ({ id }, socket) => {
    for (const byte of page(id, [1, 2, 3], "")) socket.write(Buffer.from([byte]));
    return null;
  };
  await using peer = await scriptedPeer({ script: wellBehaved({ pages }) });
  using directory = await openDirectory(access(peer.port));
  const { value } = await directory.read(present("uid"), []).next();
  expect(value).toHaveLength(3);
});

test("large values wait at the server while nobody takes them, and other questions are still answered", async () => {
  const count = 48;
  const script: Script = (heard, socket) => {
    if (heard.baseDn !== BASE) return wellBehaved()(heard, socket);
    const large = person(heard.id, 1, { jpegPhoto: [Buffer.alloc(1024 * 1024, 1)] });
    for (let n = 0; n < count; n++) socket.write(large);
    return result(heard.id, 0x65, 0);
  };
  await using peer = await scriptedPeer({ script });
  const { session, socket } = await sessionTo(peer.port);
  const search = session.search(spec, "read");
  const seen: RawEntry[] = await search.next();
  expect(seen.length).toBeLessThan(16);
  await vi.waitFor(() => expect(socket.isPaused()).toBe(true));
  expect(peer.sockets[0]?.writableLength).toBeGreaterThan(0);
  const other = await session.search({ ...spec, baseDn: "" }, "read").all();
  expect(other).toHaveLength(1);
  while (search.result === undefined) seen.push(...(await search.next()));
  expect(seen).toHaveLength(count);
});
