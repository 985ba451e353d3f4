import { hash } from "node:crypto";
import type { AttributeValue } from "@dirstream/contracts";
import { instantOfFiletime, sidFromBytes } from "@dirstream/ldap";
import type { RawAttribute } from "../directory/responses.ts";
import { decodeValues, type Value } from "../directory/values.ts";
import type { Recording } from "../directory/vendors/vendor.ts";

/** Inline up to here; above it a value is recorded by its hash and its size. */
export const LARGEST_VALUE_BYTES = 64 * 1024;

/** The values of an attribute as they are recorded. A time that is none ("never") is no value. */
export const recordedValues = (
  attribute: RawAttribute,
  recording: Recording,
  resolve: (dn: string) => AttributeValue,
): AttributeValue[] => {
  switch (recording) {
    case "value":
      return inlineOrHashed(decodeValues(attribute));
    case "reference":
      return decodeValues(attribute).map((value) => (typeof value === "string" ? resolve(value) : value));
    case "sid":
      return attribute.values.map(asSid);
    case "filetime":
      return attribute.values.map((value) => instantOfFiletime(value.toString("latin1"))).filter((instant) => instant !== null);
  }
};

/** Nearly every value stays as it is: its list is kept, too. */
const inlineOrHashed = (values: Value[]): AttributeValue[] => (values.every(isShort) ? values : values.map(inlineOrHash));

const isShort = (value: Value): boolean => (typeof value === "string" ? value : value.binary).length <= LARGEST_VALUE_BYTES / 4;

const inlineOrHash = (value: Value): AttributeValue => {
  if (isShort(value)) return value;
  const bytes = typeof value === "string" ? Buffer.from(value) : Buffer.from(value.binary, "base64");
  return bytes.length <= LARGEST_VALUE_BYTES ? value : { sha256: hash("sha256", bytes), bytes: bytes.length };
};

const asSid = (value: Buffer): AttributeValue => {
  try {
    return sidFromBytes(value);
  } catch {
    return { binary: value.toString("base64") };
  }
};
