import type { DirectoryError } from "../directory/errors.ts";

/** What is so, and what to do about it. */
export interface Explanation {
  readonly code: string;
  readonly message: string;
  readonly advice: string;
}

/** Where the sentence of an error goes over to what should be done: behind a colon or a semicolon it begins with a word like these. */
const TURN =
  /[:;] (?=(?:check|choose|clear|connect|enter|find|give|grant|index|install|issue|LDAPS|lift|look|raise|renew|set|unlock|use)\b)/;

/** For the errors that say only what is so. */
const ADVICE: Readonly<Record<string, string>> = {
  addressNotAllowed: "Use the address under which the directory is reached from outside, or let whoever runs this service open that range.",
  invalidCredentials: "Check both: paste the DN as the directory prints it, without quotation marks, and enter the password again.",
  accountDisabled: "Enable the account in the directory.",
  accountExpired: "Let the account end later, or never.",
  authMethodNotSupported: "Allow simple binds for the query account on the server.",
  inappropriateAuthentication: "Give the account a password in the directory, or use another account.",
  invalidDnSyntax: "Enter the account's distinguished name as the directory prints it.",
  bindTimeout: "See whether the server is overloaded, and whether something between us holds the connection.",
  certificateMissing: "Install a certificate on the server.",
  certificateWrongPurpose: "Issue a certificate for server authentication.",
  plaintextAfterStartTls: "Find out who stands between us and the server, or use LDAPS.",
  abandoned: "Try again, and see whether the server is overloaded.",
};
const OTHERWISE = "Try again; if it stays so, the server's own log tells more.";

/** The one sentence of an error as two. */
export const explain = ({ code, message }: Pick<DirectoryError, "code" | "message">): Explanation => {
  const [what, ...rest] = message.split(TURN);
  const advice = rest.length === 0 ? (ADVICE[code] ?? OTHERWISE) : capitalised(message.slice((what as string).length + 2));
  return { code, message: sentence(what as string), advice };
};

export const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
