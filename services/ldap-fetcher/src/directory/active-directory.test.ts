import { present } from "@dirstream/ldap";
import { describe, expect, test } from "vitest";
import type { Entry } from "./entry.ts";
import { openDirectory } from "./open-directory.ts";
import { BIND, entry, type Heard, reference, result, SEARCH, scriptedPeer } from "./testing/scripted-peer.ts";

const DOMAIN = "DC=lab,DC=test";
const CONTROLLER = `CN=NTDS Settings,CN=DC1,CN=Configuration,${DOMAIN}`;
const GUID_BYTES = Buffer.from("00112233445566778899aabbccddeeff", "hex");
const GUID = "33221100-5544-7766-8899-aabbccddeeff";
const guidOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const extended = (n: number): string => `<GUID=${guidOf(n)}>;<SID=S-1-5-21-1-2-3-${n}>;CN=Person ${n},${DOMAIN}`;

interface Domain {
  /** What the only group answers when its attributes are asked for, by what is asked. */
  readonly group: (asked: string) => Readonly<Record<string, readonly (string | Buffer)[]>>;
  readonly usn?: () => string;
  readonly invocationId?: Buffer | "unreadable";
  readonly references?: readonly string[];
}

/** Windows as its documentation describes it: it gives values in ranges, and DNs with their GUIDs. */
const windows = ({ group, usn = () => "4711", invocationId = GUID_BYTES, references = [] }: Domain) =>
  scriptedPeer({
    script: (heard) => {
      const { id, operation, baseDn, cookie } = heard;
      const done = result(id, 0x65, 0, cookie === undefined ? {} : { cookie: "" });
      if (operation === BIND) return result(id, 0x61, 0);
      if (operation !== SEARCH) return null;
      if (baseDn === "") {
        const said = { supportedCapabilities: ["1.2.840.113556.1.4.800"], namingContexts: [DOMAIN], dsServiceName: [CONTROLLER] };
        return Buffer.concat([entry(id, "", { ...said, highestCommittedUSN: [usn()] }), done]);
      }
      if (baseDn === CONTROLLER) {
        if (invocationId === "unreadable") return result(id, 0x65, 32);
        return Buffer.concat([entry(id, CONTROLLER, { invocationId: [invocationId] }), done]);
      }
      const isGroup = cookie !== undefined || baseDn.startsWith("<GUID=");
      const attributes = isGroup ? group(askedOf(heard)) : {};
      const said = entry(id, `<GUID=${GUID}>;CN=Group,${DOMAIN}`, { objectGUID: [GUID_BYTES], uSNChanged: ["1"], ...attributes });
      return Buffer.concat([said, ...(cookie === undefined ? [] : references.map((uri) => reference(id, uri))), done]);
    },
  });

/** The range of `member` that a search asks for. */
const askedOf = ({ frame }: Heard): string => /member;range=(\d+-(?:\d+|\*))/.exec(frame.toString("latin1"))?.[1] ?? "";

const access = (port: number) => ({
  ...{ hosts: ["127.0.0.1"] as const, port, encryption: { mode: "none" as const }, bindDn: "cn=reader", password: "secret" },
  ...{ baseDn: DOMAIN, allowAddress: () => true },
});

const readGroup = async (port: number): Promise<Entry> => {
  using directory = await openDirectory(access(port));
  for await (const [group] of directory.read(directory.vendor.groups, directory.vendor.memberRequests ?? [])) {
    if (group !== undefined)
      return { ...group, attributes: group.attributes.map(({ type, values }) => ({ type, values: values.map((it) => Buffer.from(it)) })) };
  }
  throw new Error("no group");
};

/** At most so many values at once, of a list that may change between two questions. */
const ranged = (values: () => readonly string[], most: number) => (asked: string) => {
  const [from = 0, to = 0] = asked.split("-").map(Number);
  const all = values();
  const last = Math.min(to, from + most - 1);
  return { [`member;range=${from}-${last >= all.length - 1 ? "*" : last}`]: all.slice(from, last + 1) };
};

const membersOf = ({ attributes }: Entry): string[] =>
  attributes.filter(({ type }) => type === "member").flatMap(({ values }) => values.map(String));
const people = (count: number): string[] => Array.from({ length: count }, (_, n) => extended(n));

describe("a group whose members come in ranges", () => {
  test.each([[1], [1499], [1500], [1501], [2999], [3000], [4600]])("of %i members lists all of them, each once", async (count) => {
    await using peer = await windows({ group: ranged(() => people(count), 1500) });
    expect(membersOf(await readGroup(peer.port))).toEqual(people(count));
  });

  test("is read to the end from a server that gives fewer values at once than were asked for", async () => {
    await using peer = await windows({ group: ranged(() => people(2500), 1000) });
    expect(membersOf(await readGroup(peer.port))).toEqual(people(2500));
  });

  test("is read again when somebody has left it between two ranges: positions have shifted", async () => {
    let members = people(3200);
    let questions = 0;
    const answer = ranged(() => members, 1500);
    await using peer = await windows({
      group: (asked) => {
        if (++questions === 2) members = members.slice(1);
        return answer(asked);
      },
    });
    expect(membersOf(await readGroup(peer.port))).toEqual(people(3200).slice(1));
  });

  test("is read again when it has changed between two ranges, whatever has become of the positions", async () => {
    let usn = 1;
    let questions = 0;
    const answer = ranged(() => people(3200), 1500);
    await using peer = await windows({ group: (asked) => ({ ...answer(asked), uSNChanged: [String(++questions === 2 ? ++usn : usn)] }) });
    expect(membersOf(await readGroup(peer.port))).toEqual(people(3200));
    expect(questions).toBeGreaterThan(4);
  });

  test("is not believed to be complete when it never stops changing", async () => {
    let usn = 1;
    const answer = ranged(() => people(3200), 1500);
    await using peer = await windows({ group: (asked) => ({ ...answer(asked), uSNChanged: [String(usn++)] }) });
    await expect(readGroup(peer.port)).rejects.toMatchObject({ stage: "read", code: "valuesUnsteady", retryable: true });
  });

  test("is not believed when the server's ranges do not fit their values", async () => {
    await using peer = await windows({ group: () => ({ "member;range=0-1499": people(3) }) });
    await expect(readGroup(peer.port)).rejects.toMatchObject({ code: "protocolViolation" });
  });

  test("is found by its GUID when its further members are asked for, so that a rename in between does not matter", async () => {
    await using peer = await windows({ group: ranged(() => people(1501), 1500) });
    await readGroup(peer.port);
    expect(peer.heard.filter(({ baseDn }) => baseDn === `<GUID=${GUID}>`)).toHaveLength(1);
  });
});

describe("a domain controller", () => {
  const quiet = { group: () => ({}) };

  test("names entries by their GUIDs, in the order of bytes that Windows shows", async () => {
    await using peer = await windows(quiet);
    expect(await readGroup(peer.port)).toMatchObject({ id: GUID, dn: `CN=Group,${DOMAIN}`, marker: "1" });
  });

  test("is asked for GUIDs with every DN", async () => {
    await using peer = await windows(quiet);
    await readGroup(peer.port);
    const paged = peer.heard.filter(({ cookie }) => cookie !== undefined);
    expect(paged.every(({ frame }) => frame.includes("1.2.840.113556.1.4.529"))).toBe(true);
  });

  test("says in one number that nothing has changed", async () => {
    let usn = 100;
    await using peer = await windows({ ...quiet, usn: () => String(usn) });
    using directory = await openDirectory(access(peer.port));
    expect(await directory.changeState()).toEqual(["100"]);
    usn++;
    expect(await directory.changeState()).toEqual(["101"]);
  });

  test.each([
    [GUID_BYTES, `${CONTROLLER} ${GUID}`],
    ["unreadable" as const, CONTROLLER],
  ])("is known by its name and by the id of its database, where that can be read: %#", async (invocationId, id) => {
    await using peer = await windows({ ...quiet, invocationId });
    using directory = await openDirectory(access(peer.port));
    expect(directory.identity).toEqual({ vendor: "active-directory", id });
  });

  test("that was restored in the middle of a reading is another server", async () => {
    const invocationId = Buffer.from(GUID_BYTES);
    await using peer = await windows({ ...quiet, invocationId });
    using directory = await openDirectory(access(peer.port));
    invocationId[0] = 0xee;
    expect(await directory.incompleteness()).toEqual(["serverChanged"]);
  });

  test("refers to its partitions, which nobody has asked for, and to other domains, which are missing", async () => {
    const own = ["CN=Configuration", "DC=DomainDnsZones", "DC=ForestDnsZones"].map((name) => `ldap://lab.test/${name},${DOMAIN}`);
    const child = `ldap://child.lab.test/DC=child,${DOMAIN}`;
    await using peer = await windows({ ...quiet, references: [...own, child] });
    using directory = await openDirectory(access(peer.port));
    for await (const _ of directory.read(present("cn"), [])) await directory.changeState();
    expect(directory.references).toEqual([child]);
    expect(await directory.incompleteness()).toEqual(["referencesNotFollowed"]);
  });
});
