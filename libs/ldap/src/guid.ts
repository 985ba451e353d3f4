const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether the text is a UUID in its usual form (RFC 9562), whatever the case of its letters. */
export const isUuid = (text: string): boolean => UUID.test(text);

/** 16 bytes in the order they stand (entryUUID, RFC 4530) as lower-case text. */
export const uuidFromBytes = (bytes: Uint8Array): string => {
  if (bytes.length !== 16) throw new RangeError(`a UUID has 16 bytes, not ${bytes.length}`);
  const hex = Buffer.from(bytes).toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

export const uuidToBytes = (text: string): Uint8Array => {
  if (!isUuid(text)) throw new RangeError(`"${text}" is not a UUID`);
  return new Uint8Array(Buffer.from(text.replaceAll("-", ""), "hex"));
};

/** Active Directory's objectGUID: the first three groups lie little-endian (MS-DTYP 2.3.4.2). */
export const guidFromBytes = (bytes: Uint8Array): string => uuidFromBytes(swapGroups(bytes));

export const guidToBytes = (text: string): Uint8Array => swapGroups(uuidToBytes(text));

const ORDER = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];

const swapGroups = (bytes: Uint8Array): Uint8Array => {
  if (bytes.length !== 16) throw new RangeError(`a GUID has 16 bytes, not ${bytes.length}`);
  return Uint8Array.from(ORDER, (from) => bytes[from] as number);
};
