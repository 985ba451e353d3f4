import { EncryptJWT, jwtDecrypt } from "jose";
import type * as z from "zod";

/** What a browser must keep of one cookie (RFC 6265 section 6.1), less its name and attributes. */
const CHUNK_CHARACTERS = 3_800;

export interface SealedCookieOptions<Schema extends z.ZodType> {
  readonly name: string;
  readonly schema: Schema;
  /** 32 bytes each: the first seals, all open. */
  readonly keys: readonly Uint8Array[];
  /** The browser comes by https: the cookie is bound to it, and to this host alone. */
  readonly secure: boolean;
  readonly sameSite: "Strict" | "Lax";
  readonly mostChunks: number;
}

/** A value that the browser keeps for us and cannot read or change: encrypted (JWE, A256GCM), over as many cookies as it needs. */
export interface SealedCookie<Value> {
  /** What a Cookie header holds; undefined when there is none, or none that we have sealed and that still counts. */
  readonly open: (header: string | undefined) => Promise<Value | undefined>;
  /** Whether the header holds one of ours, good or not. */
  readonly isIn: (header: string | undefined) => boolean;
  /** The lines for Set-Cookie. */
  readonly seal: (value: Value, until: Date) => Promise<string[]>;
  readonly clear: () => string[];
}

export class TooLarge extends Error {
  override readonly name = "TooLarge";
}

export const sealedCookie = <Schema extends z.ZodType>(options: SealedCookieOptions<Schema>): SealedCookie<z.output<Schema>> => {
  const { schema, keys, secure, sameSite, mostChunks } = options;
  const name = secure ? `__Host-${options.name}` : options.name;
  const attributes = `; Path=/; HttpOnly; SameSite=${sameSite}${secure ? "; Secure" : ""}`;
  const chunkNames = Array.from({ length: mostChunks }, (_, index) => `${name}-${index}`);
  const remove = (chunk: string): string => `${chunk}=; Max-Age=0${attributes}`;

  return {
    open: async (header) => {
      const sealed = join(chunkNames, header);
      if (sealed === "") return undefined;
      for (const key of keys) {
        const value = await unseal(sealed, key, options.name);
        if (value !== undefined) return schema.safeParse(value).data;
      }
      return undefined;
    },
    isIn: (header) => join(chunkNames, header) !== "",
    seal: async (value, until) => {
      const sealed = await new EncryptJWT({ value })
        .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
        .setAudience(options.name)
        .setExpirationTime(until)
        .encrypt(keys[0] as Uint8Array);
      if (sealed.length > mostChunks * CHUNK_CHARACTERS)
        throw new TooLarge(`${sealed.length} of ${mostChunks * CHUNK_CHARACTERS} characters`);
      const maxAge = Math.max(0, Math.floor((until.getTime() - Date.now()) / 1000));
      return chunkNames.map((chunk, index) => {
        const part = sealed.slice(index * CHUNK_CHARACTERS, (index + 1) * CHUNK_CHARACTERS);
        // A chunk of the value before would spoil this one.
        return part === "" ? remove(chunk) : `${chunk}=${part}; Max-Age=${maxAge}${attributes}`;
      });
    },
    clear: () => chunkNames.map(remove),
  };
};

const join = (chunkNames: readonly string[], header = ""): string => {
  const held = new Map<string, string>();
  for (const pair of header.split(";")) {
    const end = pair.indexOf("=");
    const name = pair.slice(0, end).trim();
    if (end > 0 && !held.has(name)) held.set(name, pair.slice(end + 1).trim());
  }
  return chunkNames.map((name) => held.get(name) ?? "").join("");
};

/** The audience keeps a cookie of one kind from being taken for another. */
const unseal = async (sealed: string, key: Uint8Array, audience: string): Promise<unknown> => {
  try {
    const limits = { audience, keyManagementAlgorithms: ["dir"], contentEncryptionAlgorithms: ["A256GCM"] };
    return (await jwtDecrypt(sealed, key, limits)).payload.value;
  } catch {
    return undefined;
  }
};
