import { isIP } from "node:net";
import { addressKind } from "@dirstream/ldap/address";
import * as z from "zod";
import { readMailDomain } from "../settings/mail-domain.ts";

type Read = { readonly value: string } | { readonly problem: string };

const LONGEST_ADDRESS = 254; // RFC 5321 section 4.5.3.1.3, without its brackets
// RFC 5322 section 3.4.1: a dot-atom. What needs quotes, or more than ASCII, not every mail server delivers.
const LOCAL_PART = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LONGEST_LOCAL_PART = 64;
const NOT_AN_ADDRESS = "This is not an e-mail address. It looks like team@example.com: the address alone, without a name.";

export const readEmail = (text: string): Read => {
  const written = text.trim();
  const at = written.lastIndexOf("@");
  const local = written.slice(0, Math.max(at, 0));
  const domain = readMailDomain(written.slice(at + 1));
  if (!LOCAL_PART.test(local) || local.length > LONGEST_LOCAL_PART || "problem" in domain || !domain.domain.includes(".")) {
    return { problem: NOT_AN_ADDRESS };
  }
  const value = `${local}@${domain.domain}`;
  return value.length > LONGEST_ADDRESS ? { problem: `An e-mail address has ${LONGEST_ADDRESS} characters at most.` } : { value };
};

const LONGEST_URL = 2_000;

/** Which addresses may be connected to is decided by the service that connects, each time: a name can change its mind. */
export const readWebhook = (text: string): Read => {
  const written = text.trim();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused; URL would leave them out
  const url = /[\u0000-\u0020\u007f]/.test(written) ? null : URL.parse(written);
  if (url === null || !["https:", "http:"].includes(url.protocol))
    return { problem: "Enter a whole URL, such as https://hooks.example.com/dirstream." };
  if (url.username !== "" || url.password !== "") {
    return { problem: "Enter the URL without user and password: it stands in the log and is no secret. Every delivery is signed instead." };
  }
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const kind = isIP(host) === 0 ? undefined : addressKind(host);
  if (kind === "never")
    return { problem: "Nothing that takes webhooks can be at this address: it is link-local, multicast, reserved, or a cloud's own." };
  if (url.protocol === "http:" && kind !== "loopback" && host !== "localhost") {
    return { problem: "Enter an https:// URL: what is sent names your directories." };
  }
  url.hash = "";
  return url.href.length > LONGEST_URL ? { problem: `A URL has ${LONGEST_URL} characters at most.` } : { value: url.href };
};

const readBy = (read: (text: string) => Read) =>
  z
    .string()
    .max(4_000)
    .transform((text, context): string => {
      const found = read(text);
      if ("value" in found) return found.value;
      context.addIssue({ code: "custom", message: found.problem });
      return z.NEVER;
    });

const MOST_EMAILS = 10;

/** What is left out stays as it is; null takes back what was chosen (RFC 7396). */
export const AttentionInput = z.strictObject({
  emails: z
    .array(readBy(readEmail))
    .max(MOST_EMAILS, `${MOST_EMAILS} addresses at most: give a mailing list for more.`)
    .transform((emails) => [...new Map(emails.map((email) => [email.toLowerCase(), email])).values()])
    .optional()
    .describe("Plain addresses; each gets a mail of its own"),
  webhook: readBy(readWebhook)
    .nullable()
    .optional()
    .describe("An https URL without user and password. It stands in the log and is no secret: every delivery is signed."),
});
