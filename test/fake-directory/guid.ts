/** Ids that show the number of their entry: the first group, in hexadecimal. */
const REST = "fa4e-4d1e-8000-d1ec70000001";

export const guidText = (at: number): string => `${at.toString(16).padStart(8, "0")}-${REST}`;

/** As Active Directory keeps it: the first three groups lie little-endian (MS-DTYP 2.3.4.2). */
export const guidBytes = (text: string): Buffer => {
  const bytes = Buffer.from(text.replaceAll("-", ""), "hex");
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes;
};

export const numberOfGuid = (text: string): number | undefined =>
  text.toLowerCase().endsWith(REST) ? Number.parseInt(text.slice(0, 8), 16) : undefined;

export const textOfGuidBytes = (bytes: Buffer): string => {
  const hex = guidBytes(bytes.toString("hex")).toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};
