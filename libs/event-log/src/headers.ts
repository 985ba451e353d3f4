import type { MsgHdrs } from "nats";

/** How every header block begins. */
export const START = "NATS/1.0\r\n";
const FORBIDDEN = /[\r\n]/;

/**
 * The lines of a header block, as text in which each character stands for one byte of their UTF-8.
 * A line break in a value would begin another header.
 */
export const headerLines = (headers: Readonly<Record<string, string | number>>): string => {
  let lines = "";
  for (const name in headers) {
    const value = headers[name];
    if (FORBIDDEN.test(name) || (typeof value === "string" && FORBIDDEN.test(value))) {
      throw new TypeError(`The header ${JSON.stringify(name)} must not contain a line break`);
    }
    lines += `${name}: ${value}\r\n`;
  }
  return Buffer.byteLength(lines) === lines.length ? lines : Buffer.from(lines).toString("latin1");
};

/**
 * What `publish` wants of its headers is their bytes, and nothing else; the lines are those of `headerLines`. Building a MsgHdrs of the client
 * costs several times as much, which is most of a fast writer's time.
 */
export const publishable = (lines: string): MsgHdrs => {
  const bytes = Buffer.from(`${START}${lines}\r\n`, "latin1");
  return { encode: () => bytes } as unknown as MsgHdrs;
};

export const messageHeaders = (headers: Readonly<Record<string, string | number>>): MsgHdrs => publishable(headerLines(headers));

const needles = new Map<string, Buffer>();
const CR = 13;
const SPACE = 32;

/** Finds one header in a raw block without parsing the others. Names are compared as they are written. */
export const headerValue = (block: Uint8Array, name: string): string | undefined => {
  let needle = needles.get(name);
  if (needle === undefined) {
    needle = Buffer.from(`\r\n${name}:`);
    needles.set(name, needle);
  }
  const raw = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  const at = raw.indexOf(needle);
  if (at < 0) return undefined;
  let from = at + needle.length;
  let to = raw.indexOf(CR, from);
  if (to < 0) to = raw.length;
  while (from < to && raw[from] === SPACE) from++;
  while (to > from && raw[to - 1] === SPACE) to--;
  return raw.toString("utf8", from, to);
};

/** The code of a status message such as `NATS/1.0 404 No Messages`; undefined for an ordinary header block. */
export const statusCode = (block: Uint8Array): number | undefined => {
  if (block[8] !== SPACE) return undefined;
  return Number(Buffer.from(block.buffer, block.byteOffset + 9, 3).toString("latin1"));
};

/** The words after the code of a status message. */
export const statusText = (block: Uint8Array): string => {
  const line = Buffer.from(block.buffer, block.byteOffset, block.byteLength).toString("latin1").split("\r\n", 1)[0] ?? "";
  return line.slice(12).trim();
};
