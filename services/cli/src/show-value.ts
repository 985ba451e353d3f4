/** A value as the directory has it: text, bytes, what is too large to keep, another entry. */
export const showValue = (value: unknown): string => {
  if (typeof value !== "object" || value === null) return String(value);
  const { binary, sha256, bytes, dn, entryId } = value as Record<string, unknown>;
  if (typeof binary === "string") return `(${Buffer.from(binary, "base64").length} bytes) ${binary}`;
  if (typeof sha256 === "string") return `(${bytes} bytes, SHA-256 ${sha256})`;
  return String(dn ?? entryId ?? JSON.stringify(value));
};

interface Delta {
  readonly before?: readonly unknown[] | null | undefined;
  readonly after?: readonly unknown[] | null | undefined;
}

/** `title: Engineer → Principal engineer` */
export const showDelta = ([name, { before, after }]: readonly [string, Delta]): string =>
  `${name}: ${showValues(before)} → ${showValues(after)}`;

const showValues = (values: readonly unknown[] | null | undefined): string =>
  values === null || values === undefined || values.length === 0 ? "(none)" : values.map(showValue).join(" | ");
