import { expect, test } from "vitest";
import { isCredential } from "./scope.ts";

test.each([
  "userPassword",
  "USERPASSWORD",
  "userPassword;binary",
  "unicodePwd",
  "ms-Mcs-AdmPwd",
  "msLAPS-EncryptedPassword",
  "msDS-ManagedPassword",
])("%s is a credential", (attribute) => expect(isCredential(attribute)).toBe(true));

test.each(["mail", "pwdLastSet", "userPasswordHint", "objectGUID"])("%s is none", (attribute) =>
  expect(isCredential(attribute)).toBe(false),
);
