import { describe, expect, test } from "vitest";
import { type DirectoryError, socketError, timedOut } from "../directory/errors.ts";
import { refused } from "../directory/result-errors.ts";
import { explain } from "./explain.ts";

const PEER = "dc1.example.com:636";
const bind = (data: string): DirectoryError =>
  refused("bind", PEER, {
    code: 49,
    diagnostic: `80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data ${data}, v2580`,
  });

describe("what Active Directory says of an account that it refuses", () => {
  test.each([
    ["525", "its DN or its password is wrong", /^Check both/],
    ["52e", "its DN or its password is wrong", /^Check both/],
    ["530", "does not let the query account sign in at this hour", /^Lift its logon hours/],
    ["531", "does not let the query account sign in from here", /^Lift its list of workstations/],
    ["532", "its password has expired", /^Set a new one that does not expire/],
    ["533", "it is disabled", /^Enable the account/],
    ["701", "it has expired", /^Let the account end later/],
    ["773", "its password must be changed first", /^Clear "User must change password at next logon"/],
    ["775", "it is locked out", /^Unlock it/],
  ])("%s: %s", (data, what, advice) => {
    const explained = explain(bind(data));
    expect(explained.message).toMatch(new RegExp(`^dc1\\.example\\.com:636 .*${what}\\.$`));
    expect(explained.advice).toMatch(advice);
  });
});

const errors: readonly DirectoryError[] = [
  ...Array.from({ length: 91 }, (_, code) => refused("read", PEER, { code, diagnostic: "Size: limit; exceeded" })),
  ...["resolve", "connect", "tls", "bind", "read"].map((stage) => timedOut(stage as "bind", PEER, 3_000)),
  ...["ECONNREFUSED", "ETIMEDOUT", "EHOSTUNREACH", "ECONNRESET"].flatMap((code) =>
    (["connect", "tls", "read"] as const).map((stage) => socketError(stage, PEER, Object.assign(new Error(code), { code }))),
  ),
];

test("every error is two sentences: what is so, and what to do", () => {
  for (const error of errors) {
    const { message, advice } = explain(error);
    expect(message, error.code).toMatch(/^dc1\.example\.com:636 .*\.$|^The .*dc1\.example\.com:636.*\.$|^There is no route to .*\.$/);
    expect(advice, error.code).toMatch(/^[A-Z].*\.$/);
    expect(message, error.code).not.toContain(advice.slice(0, -1).toLowerCase());
  }
});

test.each([
  ["[2001:db8::1]:636 refused the connection: check the port.", "[2001:db8::1]:636 refused the connection.", "Check the port."],
  ["It expired on 2026-01-01, or one above it has: renew it", "It expired on 2026-01-01, or one above it has.", "Renew it"],
])("the turn is found in %s", (message, what, advice) => {
  expect(explain({ code: "x", message })).toEqual({ code: "x", message: what, advice });
});
