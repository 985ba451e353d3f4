import { STREAM_NAMES, type StreamName } from "@dirstream/contracts";

/** How far a reader must have folded each log to see what a command did. */
export type Position = Partial<Readonly<Record<StreamName, number>>>;

/** The header that answers to commands carry, and that queries send to wait for it. */
export const POSITION_HEADER = "position";

/** `CONNECTORS=12,SYNC_REQUESTS=40` */
export const formatPosition = (position: Position): string =>
  STREAM_NAMES.flatMap((stream) => (position[stream] === undefined ? [] : [`${stream}=${position[stream]}`])).join(",");

/** Reads the header; undefined when it is not of that form. */
export const parsePosition = (text: string): Position | undefined => {
  const position: Partial<Record<StreamName, number>> = {};
  for (const part of text.split(",")) {
    const [, stream, sequence] = /^\s*([A-Z_]+)=(\d{1,15})\s*$/.exec(part) ?? [];
    if (sequence === undefined || !(STREAM_NAMES as readonly string[]).includes(stream as string)) return undefined;
    position[stream as StreamName] = Number(sequence);
  }
  return position;
};
