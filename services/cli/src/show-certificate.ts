import type { Certificate } from "./answers.ts";

const dayOf = (instant: string): string => instant.slice(0, 10);

/** What a certificate says, as facts. */
export const certificateFacts = ({ subject, issuer, names, validFrom, validTo, keyType, keySha256, sha256 }: Certificate) =>
  [
    ["issued to", subject],
    ["by", issuer],
    ["for", names.join(", ") || "no name"],
    ["valid", `${dayOf(validFrom)} to ${dayOf(validTo)}`],
    ["key", keyType],
    ["key SHA-256", keySha256],
    ["certificate SHA-256", sha256],
  ] as const;

/** What was confirmed of a host, in a line for each part; of a key alone, the key. */
export const describePinned = (
  key: string | null | undefined,
  certificate: Certificate | null | undefined,
  now: number,
): string | undefined => {
  if (!key || !certificate) return key ?? undefined;
  const hasEnded = Date.parse(certificate.validTo) < now;
  const end = `${dayOf(certificate.validTo)}${hasEnded ? " (it has ended; relaxed looks at the key alone)" : ""}`;
  return [
    key,
    `confirmed in the certificate of ${certificate.subject}`,
    `issued by ${certificate.issuer}, for ${certificate.names.join(", ") || "no name"}`,
    `valid until ${end}, ${certificate.keyType}, SHA-256 ${certificate.sha256}`,
  ].join("\n");
};
