import { form } from "../../../text/en/connect.ts";

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;

/** What is wrong with the text of a certificate authority; whether it is one's certificate, the server says. */
export const authorityProblem = (text: string): string | undefined => {
  if (text.trim() === "") return undefined;
  const labels = [...text.matchAll(BLOCK)].map(([, label = ""]) => label);
  if (labels.some((label) => label.endsWith("PRIVATE KEY"))) return form.more.caKey;
  return labels.includes("CERTIFICATE") ? undefined : form.more.caNone;
};

/** A SEQUENCE: with it begins every certificate in DER, as Windows exports them by default. */
const DER_BEGINS = 0x30;

/** The text of a certificate file: PEM as it is, DER made into it. */
export const pemOf = (bytes: Uint8Array): string => {
  if (bytes[0] !== DER_BEGINS) return new TextDecoder().decode(bytes);
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return `-----BEGIN CERTIFICATE-----\n${base64.match(/.{1,64}/g)?.join("\n") ?? ""}\n-----END CERTIFICATE-----\n`;
};
