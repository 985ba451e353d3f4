import { domainToASCII } from "node:url";

const LONGEST_DOMAIN = 253;
const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;
const ASCII = /^[ -~]*$/;
const NOT_A_DOMAIN = "This is not an e-mail domain. It looks like example.com: what stands behind the @ of an address.";

/**
 * Reads the domain of e-mail addresses, with or without its `@`. Directories hold addresses as ASCII (RFC 4524 section 2.16), so a
 * domain in another script is compared as DNS writes it.
 */
export const readMailDomain = (text: string): { readonly domain: string } | { readonly problem: string } => {
  const written = text.trim().replace(/^@/, "").replace(/\.$/, "");
  const domain = ASCII.test(written) ? written.toLowerCase() : domainToASCII(written);
  const isDomain = domain.length <= LONGEST_DOMAIN && domain.split(".").every((label) => LABEL.test(label));
  return isDomain ? { domain } : { problem: NOT_A_DOMAIN };
};
