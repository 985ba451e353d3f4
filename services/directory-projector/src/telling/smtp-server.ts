import { Secret } from "@dirstream/service";

/** The server that takes mail from us. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; else STARTTLS is required, but on this very machine. */
  readonly tls: "implicit" | "starttls" | "none";
  readonly login: { readonly user: string; readonly password: Secret } | null;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/;

/** `smtp://` or `smtps://`, with user and password where the server wants them; undefined when it is neither. */
export const readSmtpUrl = (text: string): SmtpServer | undefined => {
  const url = URL.parse(text);
  if (url === null || !["smtp:", "smtps:"].includes(url.protocol) || url.hostname === "") return undefined;
  if (!["", "/"].includes(url.pathname) || url.search !== "" || url.hash !== "") return undefined;
  const isImplicit = url.protocol === "smtps:";
  try {
    return {
      host: url.hostname.replace(/^\[|\]$/g, ""),
      port: url.port === "" ? (isImplicit ? 465 : 587) : Number(url.port),
      tls: isImplicit ? "implicit" : LOOPBACK.test(url.hostname) ? "none" : "starttls",
      login:
        url.username === "" ? null : { user: decodeURIComponent(url.username), password: new Secret(decodeURIComponent(url.password)) },
    };
  } catch {
    return undefined; // a % that stands for nothing
  }
};
