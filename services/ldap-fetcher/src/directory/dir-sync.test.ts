import { equal } from "@dirstream/ldap";
import { expect, test } from "vitest";
import { dirSync } from "./dir-sync.ts";
import type { SearchSpec, Session } from "./session.ts";

const SPEC: SearchSpec = { baseDn: "DC=lab", scope: "sub", filter: equal("objectClass", "user"), attributes: ["name"] };
const DIR_SYNC = "1.2.840.113556.1.4.841";
const answer = (isMore: boolean, cookie: string) => {
  const bytes = Buffer.from(cookie);
  return Buffer.concat([Buffer.of(0x30, 8 + bytes.length, 2, 1, isMore ? 1 : 0, 2, 1, 0, 4, bytes.length), bytes]);
};

/** Answers each search with the next of these, and keeps the control that it came with. */
const server = (answers: readonly { readonly control?: Buffer; readonly names: readonly string[] }[]) => {
  const asked: string[] = [];
  const session = {
    peer: "ldap://dc1",
    search: (spec: SearchSpec) => {
      const written: Buffer[] = [];
      const control = spec.controls?.[0] as unknown as { writeControl: (writer: unknown) => void };
      control.writeControl({ writeBuffer: (bytes: Buffer) => written.push(bytes) });
      asked.push(Buffer.concat(written).toString("hex"));
      const said = answers[asked.length - 1] ?? expect.unreachable("another round");
      const controls = said.control === undefined ? [] : [{ oid: DIR_SYNC, value: said.control }];
      return {
        next: async () => said.names.map((dn) => ({ dn, attributes: [] })),
        result: { code: 0, matchedDn: "", diagnostic: "", referrals: [], controls, oid: undefined, value: undefined },
        cancel: () => undefined,
      };
    },
  };
  return { session: session as unknown as Session, asked };
};

const all = async (session: Session, since: string) => {
  const rounds = dirSync(session, SPEC, Buffer.from(since));
  const names: string[] = [];
  for (;;) {
    const { done, value } = await rounds.next();
    if (done === true) return { names, cookie: value.toString() };
    names.push(...value.map(({ dn }) => dn));
  }
};

test("rounds are asked for until the server says that there is no more, each with the cookie of the one before", async () => {
  const { session, asked } = server([
    { control: answer(true, "second"), names: ["a"] },
    { control: answer(true, "third"), names: [] },
    { control: answer(false, "last"), names: ["b"] },
  ]);
  expect(await all(session, "first")).toEqual({ names: ["a", "b"], cookie: "last" });
  // Flags ObjectSecurity and IncrementalValues, 1 MiB, and the cookie (MS-ADTS 3.1.1.3.4.1.3).
  const request = (cookie: string) =>
    `0204800000010203100000${Buffer.concat([Buffer.of(4, cookie.length), Buffer.from(cookie)]).toString("hex")}`;
  expect(asked.map((hex) => hex.slice(4))).toEqual([request("first"), request("second"), request("third")]);
});

test("an answer without the control is none: nobody knows whether there is more", async () => {
  const { session } = server([{ names: ["a"] }]);
  await expect(all(session, "first")).rejects.toMatchObject({ code: "protocolViolation" });
});
