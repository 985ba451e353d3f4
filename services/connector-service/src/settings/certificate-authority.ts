import { X509Certificate } from "node:crypto";

export type CertificateReading = { readonly pem: string } | { readonly problem: string };

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;

/** Reads the PEM of one or more certificate authorities; keeps the certificates and nothing that stood around them. */
export const readCertificateAuthority = (text: string): CertificateReading => {
  const blocks = [...text.matchAll(BLOCK)];
  if (blocks.some(([, label]) => label?.endsWith("PRIVATE KEY"))) {
    return { problem: "There is a private key in this. Keep it, replace it if it was sent elsewhere, and paste the certificate alone." };
  }
  const certificates = blocks.filter(([, label]) => label === "CERTIFICATE").map(([block]) => block);
  if (certificates.length === 0) {
    return { problem: 'This is not a certificate in PEM form. It begins with "-----BEGIN CERTIFICATE-----".' };
  }
  const problem = certificates.map(problemOf).find((found) => found !== undefined);
  return problem === undefined ? { pem: `${certificates.join("\n")}\n` } : { problem };
};

const problemOf = (pem: string): string | undefined => {
  try {
    if (new X509Certificate(pem).ca) return undefined;
    return "This is the certificate of a server, not of an authority. Paste its issuer's, or choose relaxed for a self-signed server.";
  } catch {
    return "This certificate cannot be read: a part of it is missing or was changed.";
  }
};
