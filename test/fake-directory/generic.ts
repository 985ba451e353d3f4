import { timeOf } from "./active-directory.ts";
import type { Dialect } from "./dialect.ts";
import { openldap } from "./openldap.ts";

const { entryuuid = () => undefined, createtimestamp = () => undefined } = openldap.kept;

/**
 * A server that keeps to the standards and says no more: of when an entry has changed, the second, and of some not even that (RFC 4512 section 3.4.4: it
 * appears in entries that have been modified). A test gives an entry another time by writing its modifyTimestamp.
 */
export const generic: Dialect = {
  ...openldap,
  name: "generic",
  kept: {
    entryuuid,
    createtimestamp,
    modifytimestamp: ({ at, usn, createdUsn }) =>
      usn === createdUsn && isTimeless(at) ? undefined : [Buffer.from(timeOf(usn).replace(".0Z", "Z"))],
  },
  rootDse: (tree, server) => ({
    ...openldap.rootDse(tree, server),
    objectClass: ["top"],
    vendorName: `Fake ${server.name}`,
    vendorVersion: "1",
  }),
};

/** Each twentieth. */
const isTimeless = (at: number): boolean => at % 20 === 9;
