const LARGEST_DECIMAL_AUTHORITY = 2 ** 32 - 1;

/** Active Directory's objectSid as text (MS-DTYP 2.4.2.1): `S-1-5-21-…`; an authority of more than 32 bits stands in hexadecimal. */
export const sidFromBytes = (bytes: Uint8Array): string => {
  const [revision, count] = bytes;
  if (revision === undefined || count === undefined || count > 15 || bytes.length !== 8 + 4 * count) {
    throw new RangeError(`these ${bytes.length} bytes are not a security identifier`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const authority = view.getUint16(2) * 2 ** 32 + view.getUint32(4);
  const parts = Array.from({ length: count }, (_, index) => view.getUint32(8 + 4 * index, true));
  const named = authority <= LARGEST_DECIMAL_AUTHORITY ? authority : `0x${authority.toString(16).padStart(12, "0")}`;
  return ["S", revision, named, ...parts].join("-");
};
