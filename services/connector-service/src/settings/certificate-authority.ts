import { X509Certificate } from "node:crypto";
import { certificateBlocks, UNREADABLE } from "./certificate-blocks.ts";

export type CertificateReading = { readonly pem: string } | { readonly problem: string };

/** Reads the PEM of one or more certificate authorities. */
export const readCertificateAuthority = (text: string): CertificateReading => {
  const read = certificateBlocks(text);
  if ("problem" in read) return read;
  const { certificates } = read;
  const problem = certificates.map(problemOf).find((found) => found !== undefined);
  return problem === undefined ? { pem: `${certificates.join("\n")}\n` } : { problem };
};

const problemOf = (pem: string): string | undefined => {
  try {
    if (new X509Certificate(pem).ca) return undefined;
    return "This is the certificate of a server, not of an authority. Paste its issuer's, or choose relaxed for a self-signed server.";
  } catch {
    return UNREADABLE;
  }
};
