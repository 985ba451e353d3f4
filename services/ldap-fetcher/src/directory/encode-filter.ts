import type { Filter } from "@dirstream/ldap";
import { type BerWriter, Filter as FilterMessage, SearchFilter, type SearchFilterValues } from "ldapts";
import { OCTET_STRING } from "./ber.ts";

/**
 * Our filter as ldapts writes it into a search request. Its own filter classes take text only, and encode bytes
 * of 0x80 and above as other bytes.
 */
export class EncodedFilter extends FilterMessage {
  readonly type: SearchFilterValues = SearchFilter.and;
  readonly #filter: Filter;

  constructor(filter: Filter) {
    super();
    this.#filter = filter;
  }

  override write(writer: BerWriter): void {
    writeFilter(writer, this.#filter);
  }

  override toString(): string {
    return "";
  }
}

const COMPARISON = {
  equal: SearchFilter.equalityMatch,
  approximate: SearchFilter.approxMatch,
  greaterOrEqual: SearchFilter.greaterOrEqual,
  lessOrEqual: SearchFilter.lessOrEqual,
} as const;

const SUBSTRING = { initial: 0x80, any: 0x81, final: 0x82 } as const;
const EXTENSIBLE = { rule: 0x81, attribute: 0x82, value: 0x83, dnAttributes: 0x84 } as const;

const writeFilter = (writer: BerWriter, filter: Filter): void => {
  if (filter.kind === "present") {
    writer.writeString(filter.attribute, SearchFilter.present);
    return;
  }
  writer.startSequence(tagOf(filter));
  switch (filter.kind) {
    case "and":
    case "or":
      for (const inner of filter.filters) writeFilter(writer, inner);
      break;
    case "not":
      writeFilter(writer, filter.filter);
      break;
    case "substrings":
      writer.writeString(filter.attribute);
      writer.startSequence();
      if (filter.initial !== undefined) writer.writeBuffer(Buffer.from(filter.initial), SUBSTRING.initial);
      for (const part of filter.any) writer.writeBuffer(Buffer.from(part), SUBSTRING.any);
      if (filter.final !== undefined) writer.writeBuffer(Buffer.from(filter.final), SUBSTRING.final);
      writer.endSequence();
      break;
    case "extensible":
      if (filter.rule !== undefined) writer.writeString(filter.rule, EXTENSIBLE.rule);
      if (filter.attribute !== undefined) writer.writeString(filter.attribute, EXTENSIBLE.attribute);
      writer.writeBuffer(Buffer.from(filter.value), EXTENSIBLE.value);
      if (filter.dnAttributes) writer.writeBoolean(true, EXTENSIBLE.dnAttributes);
      break;
    default:
      writer.writeString(filter.attribute);
      writer.writeBuffer(Buffer.from(filter.value), OCTET_STRING);
  }
  writer.endSequence();
};

const tagOf = (filter: Exclude<Filter, { kind: "present" }>): number => {
  switch (filter.kind) {
    case "and":
      return SearchFilter.and;
    case "or":
      return SearchFilter.or;
    case "not":
      return SearchFilter.not;
    case "substrings":
      return SearchFilter.substrings;
    case "extensible":
      return SearchFilter.extensibleMatch;
    default:
      return COMPARISON[filter.kind];
  }
};
