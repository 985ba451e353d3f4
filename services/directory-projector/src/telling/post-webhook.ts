import { lookup as dnsLookup } from "node:dns";
import { request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import type { Outcome } from "./destination.ts";
import type { Signer } from "./sign.ts";

export interface WebhookOptions {
  readonly signer: Signer;
  /** Whether a resolved address may be connected to. Asked at every connect, about the very address that is then used. */
  readonly allowAddress: (address: string) => boolean;
  readonly deadlineMs?: number;
  /** The system's resolver unless told otherwise. */
  readonly lookup?: typeof dnsLookup;
}

export interface Posted {
  readonly url: string;
  readonly id: string;
  readonly body: string;
  readonly signal: AbortSignal;
}

const DEADLINE_MS = 10_000;

class NotAllowed extends Error {}

/** Posts once. Redirects are not followed, and nothing of the answer is read but its status. */
export const postWebhook = (options: WebhookOptions, { url: to, id, body, signal }: Posted): Promise<Outcome> => {
  const { signer, allowAddress, deadlineMs = DEADLINE_MS } = options;
  const url = new URL(to);
  const peer = url.host;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) !== 0 && !allowAddress(host)) return Promise.resolve({ kind: "refused", said: notAllowed(peer) });
  const seconds = Math.floor(Date.now() / 1_000);
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "user-agent": "dirstream",
    "webhook-id": id,
    "webhook-timestamp": seconds,
    "webhook-signature": signer.signatures(id, seconds, body),
  };
  const request = url.protocol === "http:" ? plainRequest : tlsRequest;
  const within = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
  return new Promise((resolve) => {
    let isSent = false;
    const sent = request(url, { method: "POST", headers, agent: false, signal: within, lookup: allowedOnly(options) });
    sent.once("response", (answer) => {
      const status = answer.statusCode ?? 0;
      answer.on("error", () => undefined);
      answer.destroy();
      resolve({ kind: status >= 200 && status < 300 ? "delivered" : "refused", said: answered(peer, status) });
    });
    sent.once("finish", () => (isSent = true));
    sent.on("error", (error: NodeJS.ErrnoException) => {
      resolve({ kind: isSent ? "unknown" : "refused", said: sentenceOf(peer, error, { isSent, deadlineMs }) });
    });
    sent.end(body);
  });
};

/** Of a name's addresses only those are connected to that may be. */
const allowedOnly =
  ({ allowAddress, lookup = dnsLookup }: WebhookOptions): LookupFunction =>
  (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, "", 0);
      const allowed = addresses.filter(({ address }) => allowAddress(address));
      const [first] = allowed;
      if (first === undefined) return callback(new NotAllowed(), "", 0);
      if (options.all === true) return (callback as (error: null, addresses: typeof allowed) => void)(null, allowed);
      callback(null, first.address, first.family);
    });
  };

// Where a name leads inside our own network is nobody's business.
const notAllowed = (peer: string): string => `${peer} is at an address where this service may not connect to.`;

const answered = (peer: string, status: number): string => {
  if (status >= 200 && status < 300) return `${peer} has taken it (status ${status}).`;
  const redirect = status >= 300 && status < 400 ? " Redirects are not followed: enter where it leads." : "";
  return `${peer} has answered with status ${status}.${redirect}`;
};

/** What closed and silent ports look like is the same: this is no way to find out about them. */
const sentenceOf = (
  peer: string,
  error: NodeJS.ErrnoException,
  { isSent, deadlineMs }: { readonly isSent: boolean; readonly deadlineMs: number },
): string => {
  const { code = "" } = error;
  if (error instanceof NotAllowed) return notAllowed(peer);
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return `The host name of ${peer} cannot be resolved: check its spelling and the DNS.`;
  if (/CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME/.test(code)) return `The certificate of ${peer} is not one that is trusted here (${code}).`;
  return isSent
    ? `${peer} has not answered in ${deadlineMs / 1_000} seconds, or has hung up.`
    : `${peer} cannot be reached in ${deadlineMs / 1_000} seconds.`;
};
