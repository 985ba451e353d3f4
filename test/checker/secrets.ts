import type { Violation } from "./stored-message.ts";

/** A secret that must be nowhere, and what to call it in a report, which is not to hold it either. */
export interface Secret {
  readonly name: string;
  readonly text: string;
}

/** Where a secret could have come to lie: a file, an answer, a row. */
export interface Artefact {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** L7: no secret occurs in any artefact, in any of nine spellings. */
export const checkSecrets = (secrets: readonly Secret[], artefacts: readonly Artefact[]): Violation[] => {
  const needles = secrets.flatMap(({ name, text }) => spellingsOf(text).map((spelling) => ({ name, ...spelling })));
  return artefacts.flatMap((artefact) => {
    const bytes = Buffer.from(artefact.bytes.buffer, artefact.bytes.byteOffset, artefact.bytes.byteLength);
    return needles
      .filter(({ forms }) => forms.some((form) => bytes.includes(form)))
      .map(({ name, encoding }) => ({ invariant: "L7", what: `${artefact.name} holds ${name} (${encoding})` }));
  });
};

interface Spelling {
  readonly encoding: string;
  readonly forms: readonly Buffer[];
}

/** Shorter than that, a needle would be found by chance. */
const SHORTEST = 8;

const spellingsOf = (secret: string): Spelling[] => {
  const utf8 = Buffer.from(secret);
  const utf16 = Buffer.from(secret, "utf16le");
  if (utf8.length < SHORTEST) throw new RangeError(`A secret to look for has at least ${SHORTEST} bytes.`);
  const hex = utf8.toString("hex");
  return [
    { encoding: "as it is", forms: [utf8] },
    { encoding: "UTF-16, little end first", forms: [utf16] },
    { encoding: "UTF-16, big end first", forms: [Buffer.from(utf16).swap16()] },
    { encoding: "base64", forms: insideBase64(utf8).map((text) => Buffer.from(text)) },
    { encoding: "base64url", forms: insideBase64(utf8).map((text) => Buffer.from(text.replaceAll("+", "-").replaceAll("/", "_"))) },
    { encoding: "hexadecimal", forms: [Buffer.from(hex)] },
    { encoding: "hexadecimal in capitals", forms: [Buffer.from(hex.toUpperCase())] },
    { encoding: "percent-encoded", forms: [Buffer.from(encodeURIComponent(secret))] },
    { encoding: "escaped as JSON", forms: [Buffer.from(JSON.stringify(secret).slice(1, -1))] },
  ];
};

/** What base64 makes of the secret wherever it stands in a longer text: the characters that its neighbours cannot touch. */
const insideBase64 = (secret: Buffer): string[] =>
  [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), secret])
      .toString("base64")
      .replace(/=+$/, "");
    const firstWhole = Math.ceil((before * 8) / 6);
    const lastWhole = Math.floor(((before + secret.length) * 8) / 6);
    return text.slice(firstWhole, lastWhole);
  });
