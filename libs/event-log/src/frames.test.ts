import { expect, test } from "vitest";
import { framesOf } from "./frames.ts";
import { headerLines } from "./headers.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test("a message is framed as the client protocol has it, its lengths in bytes", () => {
  const messages = [
    { subject: "a.b", payload: bytes("Zoë"), lines: headerLines({ Marker: "ü" }) },
    { subject: "c", payload: bytes(""), lines: "" },
  ];
  const frames = framesOf(messages, (at) => `No: ${at}\r\n`);
  expect(frames.toString("utf8")).toBe(
    "HPUB a.b 31 35\r\nNATS/1.0\r\nNo: 0\r\nMarker: ü\r\n\r\nZoë\r\nHPUB c 19 19\r\nNATS/1.0\r\nNo: 1\r\n\r\n\r\n",
  );
});
