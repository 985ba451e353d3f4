/** Just enough DER to write what a test needs: the answers of an LDAP server. */
export const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
};

const lengthOf = (length: number): Buffer => {
  if (length < 0x80) return Buffer.from([length]);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return Buffer.concat([Buffer.from([0x84]), bytes]);
};

export const text = (value: string, tag = 0x04): Buffer => der(tag, Buffer.from(value, "utf8"));

export const integer = (value: number, tag = 0x02): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return der(tag, bytes.subarray(value < 0x80 && value >= 0 ? 3 : 0));
};
