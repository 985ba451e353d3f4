import { isIPv4, isIPv6 } from "node:net";
import { domainToASCII } from "node:url";
import { addressKind } from "@dirstream/ldap/address";

/** A host as it will be stored, and what else the pasted text said about the connection. */
export interface HostInput {
  readonly host: string;
  readonly port?: number;
  readonly scheme?: "ldap" | "ldaps";
}

/** The host, or the sentence that says what is wrong with the text. It never repeats the text: a pasted URL may hold a password. */
export type HostReading = HostInput | { readonly problem: string };

const LONGEST_NAME = 253;
// Underscores are no hostname characters (RFC 1123), but Windows domains have them.
const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/;
const FOREIGN = /[^a-z0-9._\-\u0080-\u{10ffff}]/iu;
const NOT_A_HOSTNAME = "This is not a hostname. It looks like dc1.example.com: letters, digits and hyphens between dots.";
const NO_DIRECTORY_THERE =
  "No directory can be at this address: it is link-local, multicast, reserved, or where a cloud keeps its machines' credentials. Enter the address under which the directory is reached.";
const BRACKETED = /^\[([^\]]*)\](?::(\d+))?$/;
const NAME_AND_PORT = /^([^:]*):(\d+)$/;

/**
 * Reads a host: a name, an IPv4 or an IPv6 address. What people paste instead (an LDAP URL, host:port, brackets)
 * is understood where it can mean one thing only, else refused with the reason.
 */
export const readHost = (text: string): HostReading => {
  const trimmed = text.trim();
  if (trimmed === "") return { problem: "Enter a hostname or an IP address." };
  const [, scheme, rest] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(trimmed) ?? [];
  if (scheme !== undefined && rest !== undefined) return readUrl(scheme, rest);
  if (/[\s,;]/.test(trimmed)) return { problem: "Enter one host; a second one belongs in the secondary host." };
  return readAuthority(trimmed);
};

const readUrl = (scheme: string, rest: string): HostReading => {
  const ldap = scheme.toLowerCase();
  if (ldap !== "ldap" && ldap !== "ldaps") return { problem: "This is not the address of a directory. Enter the host alone." };
  if (rest.includes("@")) return { problem: "Enter the host alone: user and password have their own fields." };
  const authority = rest.replace(/\/$/, "");
  if (/[/?#]/.test(authority)) return { problem: "Enter the host alone: what follows it in the URL has its own field." };
  const read = readAuthority(authority);
  return "problem" in read ? read : { ...read, scheme: ldap };
};

const readAuthority = (text: string): HostReading => {
  if (isIPv6(text)) return readIpv6(text);
  const [, bracketed, bracketedPort] = BRACKETED.exec(text) ?? [];
  if (bracketed !== undefined) {
    if (!isIPv6(bracketed)) return { problem: "Between brackets stands an IPv6 address, and this is none." };
    return withPort(readIpv6(bracketed), bracketedPort);
  }
  const [, name, port] = NAME_AND_PORT.exec(text) ?? [];
  if (name !== undefined) return withPort(readName(name), port);
  if (text.includes(":")) return { problem: "This is neither host:port nor an IPv6 address. Enter the host alone." };
  return readName(text);
};

const withPort = (read: HostReading, port: string | undefined): HostReading => {
  if ("problem" in read || port === undefined) return read;
  const number = Number(port);
  return number >= 1 && number <= 65_535 ? { ...read, port: number } : { problem: "The number after the host is not a port (1 to 65535)." };
};

const readIpv6 = (text: string): HostReading =>
  text.includes("%") ? { problem: "An address with a zone (%) means something on one machine only." } : readAddress(text.toLowerCase());

/** Which of the others may be connected to is the deployment's own matter, and decided where it is done. */
const readAddress = (address: string): HostReading =>
  addressKind(address) === "never" ? { problem: NO_DIRECTORY_THERE } : { host: address };

const readName = (text: string): HostReading => {
  if (isIPv4(text)) return readAddress(text);
  // Looked at before domainToASCII, which stops reading at a slash or a question mark.
  if (FOREIGN.test(text)) return { problem: NOT_A_HOSTNAME };
  const name = domainToASCII(text.replace(/\.$/, "")).toLowerCase();
  const labels = name.split(".");
  // 2130706433, 127.1, 010.0.0.1 and 0x7f.1 are addresses to some programs and names to others.
  if (/^(\d+|0x[0-9a-f]*)$/i.test(labels.at(-1) as string) || /^[\d.]+\.?$/.test(text)) {
    return { problem: "An IPv4 address has four numbers from 0 to 255, such as 192.0.2.10." };
  }
  if (name.length > LONGEST_NAME || !labels.every((label) => LABEL.test(label))) {
    return { problem: NOT_A_HOSTNAME };
  }
  return { host: name };
};

/** What a pasted URL said against the fields beside it; undefined when they agree. */
export const contradiction = (
  { port, scheme }: HostInput,
  settings: { readonly port: number; readonly encryptionMode: string; readonly startTls: boolean },
): string | undefined => {
  if (port !== undefined && port !== settings.port) {
    return `The host names port ${port}, and the port is ${settings.port}. Enter the host alone, and the port in its own field.`;
  }
  if (scheme === "ldaps" && (settings.encryptionMode === "none" || settings.startTls)) {
    return "ldaps:// is encrypted from the first byte, and the encryption chosen is another. Enter the host alone.";
  }
  if (scheme === "ldap" && settings.encryptionMode !== "none" && !settings.startTls) {
    return "ldap:// is not encrypted, and the encryption chosen needs ldaps. Enter the host alone.";
  }
  return undefined;
};
