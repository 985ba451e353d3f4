import { type Certificate, type ConnectorSettings, LONGEST_PEM } from "@dirstream/contracts";
import { readCertificate } from "@dirstream/ldap/certificate";
import type { FieldError } from "@dirstream/service";
import * as z from "zod";
import { certificateBlocks, UNREADABLE } from "./certificate-blocks.ts";

const Key = z
  .string()
  .regex(/^[0-9a-fA-F]{64}$/, "must be the SHA-256 of a public key in hexadecimal")
  .transform((hex) => hex.toLowerCase());

/** What is stored is read in the certificate itself: nobody can say of a key what its certificate does not. */
const PinnedCertificate = z
  .string()
  .max(LONGEST_PEM, "This is longer than any server's certificate. Give that alone, in PEM form.")
  .transform((text, context): Certificate => {
    const refuse = (message: string) => {
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    };
    const blocks = certificateBlocks(text);
    if ("problem" in blocks) return refuse(blocks.problem);
    const [pem = "", ...others] = blocks.certificates;
    if (others.length > 0) return refuse("There is more than one certificate in this. Give the server's own alone.");
    const certificate = readCertificate(pem);
    return certificate === undefined ? refuse(UNREADABLE) : { ...certificate };
  });

/** The keys that relaxed accepts, each by its fingerprint, by the certificate that it is in, or by both. */
export const pinFields = {
  pinnedKey: Key.nullable().describe("SHA-256 of the public key that relaxed accepts"),
  pinnedCertificate: PinnedCertificate.nullable().describe(
    "PEM of one certificate: pins its key, and what it says is stored. Null forgets what it said, and leaves the key",
  ),
  secondaryPinnedKey: Key.nullable().describe("Of the secondary host; without it pinnedKey counts for both"),
  secondaryPinnedCertificate: PinnedCertificate.nullable().describe("PEM of the secondary host's"),
};

export const PinInput = z.object(pinFields).partial();
export type PinInput = z.output<typeof PinInput>;

const HOSTS = [
  ["pinnedKey", "pinnedCertificate"],
  ["secondaryPinnedKey", "secondaryPinnedCertificate"],
] as const;

export type Pins = Pick<ConnectorSettings, (typeof HOSTS)[number][number]>;

/** The pins of what was never saved. */
export const pinsOf = (input: PinInput): Pins => {
  const none = { pinnedKey: null, secondaryPinnedKey: null };
  return { ...none, ...changedPins(input, none) };
};

/** The pins that are named, as they will be: a key that is given without a certificate takes back what another one's said. */
export const changedPins = (input: PinInput, before: Pins): Partial<Pins> =>
  Object.assign(
    {},
    ...HOSTS.map(([ofKey, ofCertificate]) => {
      const [key, certificate] = [input[ofKey], input[ofCertificate]];
      if (certificate) return { [ofKey]: certificate.keySha256, [ofCertificate]: certificate };
      const isOther = key !== undefined && key !== before[ofKey];
      const isTakenBack = (isOther || certificate === null) && Boolean(before[ofCertificate]);
      return { ...(key === undefined ? {} : { [ofKey]: key }), ...(isTakenBack ? { [ofCertificate]: null } : {}) };
    }),
  );

/** Where a key and a certificate contradict each other, or are of a host that there is not. */
export const pinContradictions = (input: PinInput, secondaryHost: string | null): FieldError[] => {
  const ofKeys = HOSTS.flatMap(([ofKey, ofCertificate]): FieldError[] => {
    const [key, certificate] = [input[ofKey], input[ofCertificate]];
    if (!certificate || key === undefined || key === certificate.keySha256) return [];
    const detail = `This certificate is of another key than ${ofKey} names (${certificate.keySha256}): give the certificate alone.`;
    return [{ pointer: `/${ofCertificate}`, detail }];
  });
  const [ofKey, ofCertificate] = HOSTS[1];
  const ofNobody = secondaryHost === null ? [ofKey, ofCertificate].filter((field) => Boolean(input[field])) : [];
  return [...ofKeys, ...ofNobody.map((field) => ({ pointer: `/${field}`, detail: "There is no secondary host whose key this could be." }))];
};
