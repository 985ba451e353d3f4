import { isIP } from "node:net";
import { type HostInput, type HostProblem, readHost } from "@dirstream/ldap";
import { addressKind } from "@dirstream/ldap/address";

const SENTENCES: Readonly<Record<HostProblem, string>> = {
  empty: "Enter a hostname or an IP address.",
  two: "Enter one host; a second one belongs in the secondary host.",
  foreignUrl: "This is not the address of a directory. Enter the host alone.",
  credentials: "Enter the host alone: user and password have their own fields.",
  path: "Enter the host alone: what follows it in the URL has its own field.",
  brackets: "Between brackets stands an IPv6 address, and this is none.",
  colon: "This is neither host:port nor an IPv6 address. Enter the host alone.",
  port: "The number after the host is not a port (1 to 65535).",
  zone: "An address with a zone (%) means something on one machine only.",
  ipv4: "An IPv4 address has four numbers from 0 to 255, such as 192.0.2.10.",
  name: "This is not a hostname. It looks like dc1.example.com: letters, digits and hyphens between dots.",
};
const NO_DIRECTORY_THERE =
  "No directory can be at this address: it is link-local, multicast, reserved, or where a cloud keeps its machines' credentials. Enter the address under which the directory is reached.";

/**
 * A host that can be a directory's, or the sentence that says why it cannot. Which of the others may be connected to is the deployment's own
 * matter, and decided where it is done.
 */
export const directoryHost = (text: string): HostInput | { readonly problem: string } => {
  const read = readHost(text);
  if ("problem" in read) return { problem: SENTENCES[read.problem] };
  const isNever = isIP(read.host) !== 0 && addressKind(read.host) === "never";
  return isNever ? { problem: NO_DIRECTORY_THERE } : read;
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
