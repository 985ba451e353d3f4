/** A host as it will be stored, and what else the pasted text said about the connection. */
export interface HostInput {
  readonly host: string;
  readonly port?: number;
  readonly scheme?: "ldap" | "ldaps";
}

/** What is wrong with a text that is to be a host; whoever shows it has the sentence. None repeats the text: a pasted URL may hold a password. */
export type HostProblem =
  | "empty"
  /** More than one host. */
  | "two"
  /** The URL of something else. */
  | "foreignUrl"
  /** A URL with user or password. */
  | "credentials"
  /** A URL with more behind the host. */
  | "path"
  /** In brackets, and no IPv6 address. */
  | "brackets"
  /** Neither host:port nor an IPv6 address. */
  | "colon"
  | "port"
  /** An IPv6 address of one machine only (RFC 4007 section 11). */
  | "zone"
  /** A number or three that some programs take for an IPv4 address. */
  | "ipv4"
  | "name";

export type HostReading = HostInput | { readonly problem: HostProblem };

const LONGEST_NAME = 253;
// Underscores are no hostname characters (RFC 1123), but Windows domains have them.
const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/;
const FOREIGN = /[^a-z0-9._\-\u0080-\u{10ffff}]/iu;
const OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const IPV4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`);
const BRACKETED = /^\[([^\]]*)\](?::(\d+))?$/;
const NAME_AND_PORT = /^([^:]*):(\d+)$/;

/**
 * Reads a host: a name, an IPv4 or an IPv6 address. What people paste instead (an LDAP URL, host:port, brackets) is understood where it can mean
 * one thing only. Pages and services read alike, so nothing of Node's is used here.
 */
export const readHost = (text: string): HostReading => {
  const trimmed = text.trim();
  if (trimmed === "") return { problem: "empty" };
  const [, scheme, rest] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(trimmed) ?? [];
  if (scheme !== undefined && rest !== undefined) return readUrl(scheme, rest);
  if (/[\s,;]/.test(trimmed)) return { problem: "two" };
  return readAuthority(trimmed);
};

const readUrl = (scheme: string, rest: string): HostReading => {
  const ldap = scheme.toLowerCase();
  if (ldap !== "ldap" && ldap !== "ldaps") return { problem: "foreignUrl" };
  if (rest.includes("@")) return { problem: "credentials" };
  const authority = rest.replace(/\/$/, "");
  if (/[/?#]/.test(authority)) return { problem: "path" };
  const read = readAuthority(authority);
  return "problem" in read ? read : { ...read, scheme: ldap };
};

const readAuthority = (text: string): HostReading => {
  if (isIpv6(text)) return readIpv6(text);
  const [, bracketed, bracketedPort] = BRACKETED.exec(text) ?? [];
  if (bracketed !== undefined) {
    if (!isIpv6(bracketed)) return { problem: "brackets" };
    return withPort(readIpv6(bracketed), bracketedPort);
  }
  const [, name, port] = NAME_AND_PORT.exec(text) ?? [];
  if (name !== undefined) return withPort(readName(name), port);
  if (text.includes(":")) return { problem: "colon" };
  return readName(text);
};

const withPort = (read: HostReading, port: string | undefined): HostReading => {
  if ("problem" in read || port === undefined) return read;
  const number = Number(port);
  return number >= 1 && number <= 65_535 ? { ...read, port: number } : { problem: "port" };
};

/** By the URL standard's own reader of addresses; a zone is no part of a URL, so it is looked past. */
const isIpv6 = (text: string): boolean => text.includes(":") && URL.canParse(`http://[${text.replace(/%[\w.-]+$/, "")}]/`);

const readIpv6 = (text: string): HostReading => (text.includes("%") ? { problem: "zone" } : { host: text.toLowerCase() });

const readName = (text: string): HostReading => {
  if (IPV4.test(text)) return { host: text };
  if (FOREIGN.test(text)) return { problem: "name" };
  const name = asciiOf(text.replace(/\.$/, ""));
  const labels = name.split(".");
  // 2130706433, 127.1, 010.0.0.1 and 0x7f.1 are addresses to some programs and names to others.
  if (/^(\d+|0x[0-9a-f]*)$/i.test(labels.at(-1) as string) || /^[\d.]+\.?$/.test(text)) return { problem: "ipv4" };
  if (name.length > LONGEST_NAME || !labels.every((label) => LABEL.test(label))) return { problem: "name" };
  return { host: name };
};

/** As the DNS has it (IDNA); what is plain already need not be a URL's host. */
const asciiOf = (name: string): string => {
  const plain = name.toLowerCase();
  if (/^[a-z0-9._-]*$/.test(plain)) return plain;
  return URL.parse(`http://${name}/`)?.hostname ?? "";
};
