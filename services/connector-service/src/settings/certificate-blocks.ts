export type CertificateBlocks = { readonly certificates: readonly string[] } | { readonly problem: string };

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;

export const UNREADABLE = "This certificate cannot be read: a part of it is missing or was changed.";

/** The certificates of a text in PEM form (RFC 7468), and nothing that stood around them. */
export const certificateBlocks = (text: string): CertificateBlocks => {
  const blocks = [...text.matchAll(BLOCK)];
  if (blocks.some(([, label]) => label?.endsWith("PRIVATE KEY"))) {
    return { problem: "There is a private key in this. Keep it, replace it if it was sent elsewhere, and paste the certificate alone." };
  }
  const certificates = blocks.filter(([, label]) => label === "CERTIFICATE").map(([block]) => block);
  if (certificates.length > 0) return { certificates };
  return { problem: 'This is not a certificate in PEM form. It begins with "-----BEGIN CERTIFICATE-----".' };
};
