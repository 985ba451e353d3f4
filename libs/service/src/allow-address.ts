import { addressKind, isIn, isSubnet } from "@dirstream/ldap/address";
import * as z from "zod";

/** Ranges that a deployment may open: what is asked of customers often stands in private networks, and on the same machine in a local run. */
export const AddressRange = z.enum(["private", "loopback"]);
export type AddressRange = z.output<typeof AddressRange>;

/** A range that a deployment closes, whatever else it opens. */
export const DeniedRange = z
  .string()
  .refine(
    isSubnet,
    "must be a range such as 10.96.0.0/12 or fd00:10:96::/112 (a single address ends with /32 or /128; one of IPv4 is written as IPv4)",
  );

/** Whether a service may connect to this address. Asked of the resolved address, at every connect: a name can change its mind. */
export const allowAddressIn = (opened: readonly AddressRange[], denied: readonly string[] = []): ((address: string) => boolean) => {
  const isDenied = isIn(...denied);
  return (address) => {
    const kind = addressKind(address);
    return (kind === "public" || opened.some((range) => range === kind)) && !isDenied(address);
  };
};
