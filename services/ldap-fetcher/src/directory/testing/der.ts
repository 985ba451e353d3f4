/** Just enough DER to write what a test needs: certificates, and the answers of an LDAP server. */
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

/** DER proper wants the shortest length form; certificates are checked for that. */
export const strictDer = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const digits: number[] = [];
  for (let rest = content.length; rest > 0; rest >>>= 8) digits.unshift(rest & 0xff);
  const length = content.length < 0x80 ? [content.length] : [0x80 | digits.length, ...digits];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
};

export const oid = (dotted: string): Buffer => {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const septets = [part & 0x7f];
    for (let left = part >>> 7; left > 0; left >>>= 7) septets.unshift((left & 0x7f) | 0x80);
    bytes.push(...septets);
  }
  return strictDer(0x06, Buffer.from(bytes));
};
