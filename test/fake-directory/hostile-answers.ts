import { element, header, integer, octets, SEQUENCE, SET } from "./ber.ts";
import type { Hostility } from "./faults.ts";
import { entryMessage, referenceMessage, type WrittenAttribute } from "./messages.ts";

const DEPTH = 10_000;
const VALUES = 10_000_000;
const PIECE = Buffer.alloc(64 * 1024, 0x41);

/** What a page consists of when the server means harm; some never end. */
export function* hostileAnswer(kind: Exclude<Hostility, "endlessPages">, id: number, suffix: string): Generator<Buffer> {
  switch (kind) {
    case "hugeLength": {
      const announced = Buffer.concat([header(SEQUENCE, 2 ** 31 - 1), integer(id), header(0x64, 2 ** 31 - 100)]);
      yield announced;
      for (;;) yield PIECE;
    }
    case "deepNesting":
      yield nested(id);
      return;
    case "manyValues":
      yield* repeated(id, suffix, Buffer.from([0x04, 0x00]), (values) => element(SEQUENCE, octets("member"), element(SET, values)));
      return;
    case "manyAttributes":
      yield* repeated(id, suffix, Buffer.from([0x30, 0x04, 0x04, 0x00, 0x31, 0x00]), (attributes) => attributes);
      return;
    case "endlessEntries":
      for (let n = 0; ; n++) yield Buffer.concat(Array.from({ length: 100 }, (_, i) => invented(id, n * 100 + i, suffix)));
    case "endlessReferences":
      for (let n = 0; ; n++) yield Buffer.concat(Array.from({ length: 100 }, (_, i) => referenceMessage(id, [`ldap://dc${n * 100 + i}/`])));
  }
}

const nested = (id: number): Buffer => {
  const headers: Buffer[] = [];
  let length = 0;
  for (let depth = 0; depth < DEPTH; depth++) {
    const outer = header(SEQUENCE, length);
    headers.unshift(outer);
    length += outer.length;
  }
  return element(SEQUENCE, integer(id), element(0x64, octets("CN=deep"), element(SEQUENCE, ...headers)));
};

function* repeated(id: number, suffix: string, one: Buffer, wrapped: (all: Buffer) => Buffer): Generator<Buffer> {
  const all = Buffer.alloc(one.length * Math.min(VALUES, Math.floor((60 * 1024 * 1024) / one.length)), one);
  yield element(SEQUENCE, integer(id), element(0x64, octets(`CN=many,${suffix}`), element(SEQUENCE, wrapped(all))));
}

/** People who are not there, each with an id of its own, in either dialect. */
const invented = (id: number, n: number, suffix: string): Buffer => {
  const hex = n.toString(16).padStart(12, "0");
  const attributes: WrittenAttribute[] = Object.entries({
    objectClass: "user",
    cn: `invented${n}`,
    uSNChanged: "1",
    entryCSN: "1",
    entryUUID: `eeeeeeee-0000-4000-8000-${hex}`,
  }).map(([type, value]) => ({ type, values: [Buffer.from(value)] }));
  attributes.push({ type: "objectGUID", values: [Buffer.concat([Buffer.from("eeeeeeee000000408000", "hex"), Buffer.from(hex, "hex")])] });
  return entryMessage(id, `CN=invented${n},${suffix}`, attributes);
};
