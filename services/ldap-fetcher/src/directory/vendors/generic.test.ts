import { describe, expect, test } from "vitest";
import { rootDseOf } from "../root-dse.ts";
import { generic } from "./generic.ts";
import { recognise } from "./recognise.ts";
import type { Server } from "./vendor.ts";

const rootDse = (attributes: Readonly<Record<string, string>>) =>
  rootDseOf({ dn: "", attributes: Object.entries(attributes).map(([type, value]) => ({ type, values: [Buffer.from(value)] })) });
const identify = (attributes: Readonly<Record<string, string>>) =>
  generic.identify({ rootDse: rootDse(attributes) } as Server, "9ee08c8a-5c3b-4f4e-8f0e-00112233aabb");

test("a server that says nothing of itself is one of which nothing but the standards is known", () => {
  expect(recognise(rootDse({ objectClass: "top", vendorName: "Another" })).name).toBe("generic");
  expect(recognise(rootDse({ objectClass: "OpenLDAProotDSE" })).name).toBe("openldap");
});

describe("its data are named by the base's id and by who has made it", () => {
  test("whatever its version", async () => {
    const name = await identify({ vendorName: "Another", vendorVersion: "1" });
    expect(name).toBe("9ee08c8a-5c3b-4f4e-8f0e-00112233aabb Another");
    expect(await identify({ vendorName: "Another", vendorVersion: "2" })).toBe(name);
    expect(await identify({ vendorName: "Somebody else" })).not.toBe(name);
  });

  test("by the id alone where it does not say who", async () => {
    expect(await identify({})).toBe("9ee08c8a-5c3b-4f4e-8f0e-00112233aabb");
  });
});

test.each([
  [{ nsAccountLock: "TRUE" }, "disabled"],
  [{ nsAccountLock: "true" }, "disabled"],
  [{ nsAccountLock: "FALSE" }, "active"],
  [{ pwdAccountLockedTime: "000001010000Z" }, "disabled"],
  [{}, "active"],
])("an account with %j is %s", (attributes, state) => {
  const values = new Map(Object.entries(attributes).map(([name, value]) => [name, [Buffer.from(value)]]));
  expect(generic.stateOf(values, 0)).toEqual({ state });
  expect(generic.stateAttributes).toEqual(expect.arrayContaining(Object.keys(attributes)));
});
