import { expect, test } from "vitest";
import { refused } from "./result-errors.ts";

const diagnostic = (data: string): string => `80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data ${data}, v1db1`;

test.each([
  ["52e", "invalidCredentials"],
  ["525", "invalidCredentials"],
  ["530", "logonHours"],
  ["531", "logonWorkstation"],
  ["532", "passwordExpired"],
  ["533", "accountDisabled"],
  ["701", "accountExpired"],
  ["773", "passwordMustChange"],
  ["775", "accountLocked"],
  ["999", "invalidCredentials"],
])("Active Directory's data %s means %s, and its own words are not passed on", (data, code) => {
  const error = refused("bind", "dc1:636", { code: 49, diagnostic: diagnostic(data) });
  expect(error).toMatchObject({ stage: "bind", code, retryable: false, tryOtherHost: false });
  expect(error.message).toMatch(/^dc1:636 .*\.$/);
  expect(error.message).not.toMatch(/DSID|data/);
});

test("a code that nobody knows keeps its number, and what the server said of it on one line", () => {
  const error = refused("read", "dc1:636", { code: 4242, diagnostic: "line one\nline\0two" });
  expect(error).toMatchObject({
    code: "resultCode4242",
    message: 'dc1:636 ended the request with LDAP result code 4242 ("line one line two").',
  });
});
