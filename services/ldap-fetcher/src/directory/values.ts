import { isUtf8 } from "node:buffer";
import type { RawAttribute } from "./responses.ts";

/** A recorded value: text, or bytes in base64. */
export type Value = string | { readonly binary: string };

/**
 * Attributes whose values are bytes whatever they happen to look like: the binary syntaxes of RFC 4517, RFC 4523 and
 * RFC 2798, and Active Directory's. The type must not depend on the value, or one entry in a thousand changes its form.
 */
const BINARY = new Set(
  [
    ...["jpegPhoto", "photo", "audio", "thumbnailPhoto", "thumbnailLogo", "userSMIMECertificate", "userPKCS12", "x500UniqueIdentifier"],
    ...[
      "userCertificate",
      "cACertificate",
      "crossCertificatePair",
      "authorityRevocationList",
      "certificateRevocationList",
      "deltaRevocationList",
    ],
    ...[
      "objectGUID",
      "objectSid",
      "sIDHistory",
      "mS-DS-ConsistencyGuid",
      "msExchMailboxGuid",
      "msExchArchiveGUID",
      "msExchBlockedSendersHash",
    ],
    ...[
      "msExchSafeSendersHash",
      "msExchSafeRecipientsHash",
      "nTSecurityDescriptor",
      "replicationSignature",
      "securityIdentifier",
      "logonHours",
    ],
    ...["userParameters", "msRTCSIP-UserRoutingGroupId", "GUID", "krbPrincipalKey", "sambaNTPassword"],
  ].map((name) => name.toLowerCase()),
);

const known = new Map<string, boolean>();
const MOST_KNOWN = 5_000;

/** Whether the schema says that an attribute's values are bytes (also by the option `;binary`, RFC 4522). */
export const isBinary = (type: string): boolean => {
  const seen = known.get(type);
  if (seen !== undefined) return seen;
  const [name, ...options] = type.toLowerCase().split(";");
  const binary = BINARY.has(name as string) || options.includes("binary");
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(type, binary);
  return binary;
};

/** The values of an attribute as they are recorded. Text that is not UTF-8 or holds a zero byte is given as bytes. */
export const decodeValues = ({ type, values }: RawAttribute): Value[] => {
  const binary = isBinary(type);
  const decoded: Value[] = [];
  for (const value of values) decoded.push((binary ? undefined : decodeText(value)) ?? asBinary(value));
  return decoded;
};

const asBinary = (value: Buffer): Value => ({ binary: value.toString("base64") });

const SHORT_BYTES = 128;

/** Strict UTF-8 without zero bytes, a byte order mark kept; undefined when it is anything else. */
export const decodeText = (value: Buffer): string | undefined => {
  if (value.length <= SHORT_BYTES) {
    let at = 0;
    while (at < value.length && isAscii(value[at] as number)) at++;
    if (at === value.length) return value.toString("latin1");
  }
  if (value.includes(0) || !isUtf8(value)) return undefined;
  return value.toString("utf8");
};

const isAscii = (byte: number): boolean => byte !== 0 && byte < 0x80;
