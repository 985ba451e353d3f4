import { present } from "@dirstream/ldap";
import { describe, expect, test } from "vitest";
import type { DirectoryError } from "./errors.ts";
import { type DirectoryAccess, openDirectory } from "./open-directory.ts";
import {
  BASE,
  BIND,
  entry,
  page,
  person,
  reference,
  result,
  type Script,
  scriptedPeer,
  uuid,
  wellBehaved,
} from "./testing/scripted-peer.ts";

const accessTo = (port: number, other: Partial<DirectoryAccess> = {}): DirectoryAccess => ({
  hosts: ["127.0.0.1"],
  port,
  encryption: { mode: "none" },
  bindDn: "cn=reader",
  password: "secret",
  baseDn: BASE,
  allowAddress: () => true,
  ...other,
});

const failureOf = async (work: Promise<unknown>): Promise<DirectoryError> =>
  work.then(
    () => {
      throw new Error("it did not fail");
    },
    (error) => error,
  );

const readAll = async (port: number, other: Partial<DirectoryAccess> = {}): Promise<string[]> => {
  using directory = await openDirectory(accessTo(port, other));
  const dns: string[] = [];
  for await (const entries of directory.read(present("uid"), ["cn"])) dns.push(...entries.map(({ dn }) => dn));
  return dns;
};

describe("paging", () => {
  test("an empty page with a cookie is not the end", async () => {
    const next: Record<string, Script> = {
      "": ({ id }) => page(id, [1], "a"),
      a: ({ id }) => page(id, [], "b"),
      b: ({ id }) => page(id, [2], ""),
    };
    await using peer = await scriptedPeer({
      script: wellBehaved({ pages: (heard, socket) => (next[heard.cookie ?? ""] as Script)(heard, socket) }),
    });
    expect(await readAll(peer.port)).toEqual([`uid=p1,${BASE}`, `uid=p2,${BASE}`]);
  });

  test("the next page is asked for while one is worked on, and no further", async () => {
    let pages = 0;
    await using peer = await scriptedPeer({
      script: wellBehaved({ pages: ({ id }) => page(id, [++pages], pages === 9 ? "" : `c${pages}`) }),
    });
    using directory = await openDirectory(accessTo(peer.port));
    const asked: number[] = [];
    for await (const _ of directory.read(present("uid"), [])) {
      await directory.changeState();
      asked.push(pages);
    }
    expect(asked).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 9]);
  });

  test("an answer without the paged results control is not believed to be the last", async () => {
    await using peer = await scriptedPeer({
      script: wellBehaved({ pages: ({ id }) => Buffer.concat([person(id, 1), result(id, 0x65, 0)]) }),
    });
    expect(await failureOf(readAll(peer.port))).toMatchObject({ stage: "read", code: "protocolViolation" });
  });

  test.each([
    [4, "sizeLimitExceeded", false],
    [3, "timeLimitExceeded", true],
    [10, "referral", false],
    [51, "busy", true],
  ])("result code %i in the middle ends the reading as %s", async (code, name, retryable) => {
    const pages: Script = ({ id, cookie }) =>
      cookie === ""
        ? page(id, [1], "a")
        : Buffer.concat([person(id, 2), result(id, 0x65, code, { referrals: ["ldap://elsewhere.test/"] })]);
    await using peer = await scriptedPeer({ script: wellBehaved({ pages }) });
    using directory = await openDirectory(accessTo(peer.port));
    const seen: string[] = [];
    const reading = (async () => {
      for await (const entries of directory.read(present("uid"), [])) seen.push(...entries.map(({ id }) => id));
    })();
    expect(await failureOf(reading)).toMatchObject({ stage: "read", code: name, retryable });
    expect(seen).toEqual([uuid(1)]);
    expect(await directory.incompleteness()).toEqual(["readNotFinished"]);
  });

  test("a second paged reading at the same time is refused, since servers keep one per connection", async () => {
    await using peer = await scriptedPeer({ script: wellBehaved({ pages: ({ id, cookie }) => page(id, [1], cookie === "" ? "a" : "") }) });
    using directory = await openDirectory(accessTo(peer.port));
    for await (const _ of directory.read(present("uid"), [])) {
      await expect(directory.read(present("uid"), []).next()).rejects.toThrow(/another paged reading/);
    }
    expect(await directory.incompleteness()).toEqual([]);
  });
});

describe("what is read", () => {
  test("an entry comes with its id and its change mark, and its other attributes as bytes", async () => {
    const pages: Script = ({ id }) =>
      Buffer.concat([person(id, 7, { cn: ["Ada", Buffer.from([0xff])], mail: [] }), result(id, 0x65, 0, { cookie: "" })]);
    await using peer = await scriptedPeer({ script: wellBehaved({ pages }) });
    using directory = await openDirectory(accessTo(peer.port));
    const { value } = await directory.read(present("uid"), ["cn", "mail"]).next();
    expect(value).toEqual([
      {
        dn: `uid=p7,${BASE}`,
        id: uuid(7),
        marker: "csn7",
        attributes: [
          { type: "cn", values: [Buffer.from("Ada"), Buffer.from([0xff])] },
          { type: "mail", values: [] },
        ],
      },
    ]);
  });

  test("who answered is known: host, address, product, and the base's own id", async () => {
    await using peer = await scriptedPeer({ script: wellBehaved() });
    using directory = await openDirectory(accessTo(peer.port, { hosts: ["dc1.example.test"], lookup: async () => ["127.0.0.1"] }));
    expect(directory).toMatchObject({
      host: "dc1.example.test",
      address: "127.0.0.1",
      certificate: null,
      identity: { vendor: "openldap", id: uuid(0) },
    });
    expect(await directory.changeState()).toEqual(["a", "b"]);
  });

  test("an entry without a readable id stops the reading", async () => {
    const pages: Script = ({ id }) => Buffer.concat([entry(id, `uid=x,${BASE}`, { entryCSN: ["1"] }), result(id, 0x65, 0, { cookie: "" })]);
    await using peer = await scriptedPeer({ script: wellBehaved({ pages }) });
    expect(await failureOf(readAll(peer.port))).toMatchObject({
      code: "idNotReadable",
      message: expect.stringMatching(/entryUUID.*uid=x/),
    });
  });

  test("references to other servers are recorded, never followed, and speak against completeness", async () => {
    await using trap = await scriptedPeer({ script: () => null });
    const uri = `ldap://127.0.0.1:${trap.port}/dc=elsewhere,dc=test??sub`;
    const pages: Script = ({ id }) => Buffer.concat([person(id, 1), reference(id, uri), result(id, 0x65, 0, { cookie: "" })]);
    await using peer = await scriptedPeer({ script: wellBehaved({ pages }) });
    using directory = await openDirectory(accessTo(peer.port));
    for await (const _ of directory.read(present("uid"), []));
    expect(directory.references).toEqual([uri]);
    expect(await directory.incompleteness()).toEqual(["referencesNotFollowed"]);
    expect(trap.connections).toBe(0);
  });

  test("a server that became another one meanwhile speaks against completeness", async () => {
    let asked = 0;
    const base: Script = ({ id }) => Buffer.concat([entry(id, BASE, { entryUUID: [uuid(asked++)] }), result(id, 0x65, 0)]);
    await using peer = await scriptedPeer({ script: wellBehaved({ base }) });
    using directory = await openDirectory(accessTo(peer.port));
    expect(await directory.incompleteness()).toEqual(["serverChanged"]);
  });
});

describe("signing in", () => {
  test.each([
    [{ password: "" }, "emptyPassword"],
    [{ password: Buffer.alloc(0) }, "emptyPassword"],
    [{ password: "a\0b" }, "invalidPassword"],
    [{ bindDn: "" }, "emptyBindDn"],
    [{ bindDn: " " }, "emptyBindDn"],
    [{ bindDn: "cn=a\0" }, "invalidBindDn"],
    [{ baseDn: "" }, "emptyBaseDn"],
    [{ baseDn: "Users,dc=x" }, "invalidBaseDn"],
  ])("%o never reaches the network", async (wrong, code) => {
    await using peer = await scriptedPeer({ script: wellBehaved() });
    expect(await failureOf(openDirectory(accessTo(peer.port, wrong)))).toMatchObject({ code, retryable: false });
    expect(peer.connections).toBe(0);
  });

  test("the name of a SASL mechanism is a DN like any other", async () => {
    await using peer = await scriptedPeer({ script: wellBehaved() });
    using _ = await openDirectory(accessTo(peer.port, { bindDn: "EXTERNAL", password: "pässword" }));
    const bind = peer.heard.find(({ operation }) => operation === BIND)?.frame.toString("latin1");
    expect(bind).toContain(`EXTERNAL\x80\x09${Buffer.from("pässword").toString("latin1")}`);
  });

  test("success is not believed when the server then says that we are nobody", async () => {
    await using peer = await scriptedPeer({ script: wellBehaved({ whoAmI: "" }) });
    expect(await failureOf(openDirectory(accessTo(peer.port)))).toMatchObject({ stage: "bind", code: "anonymousBind" });
  });

  test("a base that is missing or unreadable is named", async () => {
    const missing: Script = ({ id }) => result(id, 0x65, 32);
    const unreadable: Script = ({ id }) => result(id, 0x65, 0);
    for (const base of [missing, unreadable]) {
      await using peer = await scriptedPeer({ script: wellBehaved({ base }) });
      expect(await failureOf(openDirectory(accessTo(peer.port)))).toMatchObject({
        stage: "base",
        code: "noSuchBase",
        retryable: false,
        message: expect.stringContaining(BASE),
      });
    }
  });
});

describe("two hosts", () => {
  const dead = "127.0.0.2";
  const lookup = async (host: string): Promise<string[]> => [host === "primary.test" ? dead : "127.0.0.1"];
  const hosts = ["primary.test", "secondary.test"] as const;

  test("the secondary is asked when the primary refuses the connection", async () => {
    await using peer = await scriptedPeer({ script: wellBehaved() });
    using directory = await openDirectory(accessTo(peer.port, { hosts, lookup }));
    expect(directory.host).toBe("secondary.test");
  });

  test("and when the primary is busy", async () => {
    let binds = 0;
    const bind: Script = ({ id }) => result(id, 0x61, binds++ === 0 ? 51 : 0);
    await using peer = await scriptedPeer({ script: wellBehaved({ bind }) });
    using directory = await openDirectory(accessTo(peer.port, { hosts, lookup: async () => ["127.0.0.1"] }));
    expect(directory.host).toBe("secondary.test");
  });

  test("but not when the primary refuses the account, which a second attempt could lock", async () => {
    const bind: Script = ({ id }) =>
      result(id, 0x61, 49, { diagnostic: "80090308: LdapErr: DSID-0C09, comment: AcceptSecurityContext error, data 52e, v1db1" });
    await using peer = await scriptedPeer({ script: wellBehaved({ bind }) });
    const failure = await failureOf(openDirectory(accessTo(peer.port, { hosts, lookup: async () => ["127.0.0.1"] })));
    expect(failure).toMatchObject({ stage: "bind", code: "invalidCredentials", retryable: false });
    expect(failure.message).not.toContain("DSID");
    expect(peer.connections).toBe(1);
  });

  test("when neither is available, both are named", async () => {
    await using peer = await scriptedPeer({ script: wellBehaved() });
    const failure = await failureOf(openDirectory(accessTo(peer.port, { hosts, lookup: async () => [dead] })));
    expect(failure).toMatchObject({ stage: "connect", code: "connectionRefused", retryable: true });
    expect(failure.message).toMatch(/^primary\.test:\d+ refused.*secondary\.test:\d+ refused/);
  });
});

describe("addresses", () => {
  test("a forbidden address is not connected to, whatever name leads there", async () => {
    await using peer = await scriptedPeer({ script: wellBehaved() });
    const forbidden = { allowAddress: (ip: string) => ip !== "127.0.0.1" };
    for (const host of ["127.0.0.1", "inside.test"]) {
      const failure = await failureOf(
        openDirectory(accessTo(peer.port, { ...forbidden, hosts: [host], lookup: async () => ["127.0.0.1"] })),
      );
      expect(failure).toMatchObject({ stage: "resolve", code: "addressNotAllowed", retryable: false });
    }
    expect(peer.connections).toBe(0);
  });

  test("the address that was checked is the one connected to, at every connect anew", async () => {
    await using peer = await scriptedPeer({ script: wellBehaved() });
    const answers = [["10.0.0.1", "127.0.0.1"], ["10.0.0.1"]];
    const access = accessTo(peer.port, {
      hosts: ["dc.test"],
      lookup: async () => answers.shift() ?? [],
      allowAddress: (ip) => ip === "127.0.0.1",
    });
    using directory = await openDirectory(access);
    expect(directory.address).toBe("127.0.0.1");
    expect(await failureOf(openDirectory(access))).toMatchObject({ code: "addressNotAllowed" });
  });

  test("an unknown name is named", async () => {
    const lookup = async (): Promise<string[]> => {
      throw new Error("getaddrinfo ENOTFOUND");
    };
    expect(await failureOf(openDirectory(accessTo(389, { hosts: ["nowhere.test"], lookup })))).toMatchObject({
      stage: "resolve",
      code: "hostNotFound",
      message: expect.stringContaining("nowhere.test:389"),
    });
  });
});
