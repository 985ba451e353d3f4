import { DirectoryError, type DirectoryStage, LATER, STOP, UNAVAILABLE } from "./errors.ts";

/** The parts of an LDAPResult (RFC 4511 section 4.1.9) that tell what went wrong. */
export interface Refusal {
  readonly code: number;
  readonly diagnostic: string;
}

type Verdict = typeof STOP;

/** RFC 4511 appendix A.2: the codes with a meaning of their own for whoever reads the message. */
const RESULT: Readonly<Record<number, readonly [code: string, verdict: Verdict, said: string]>> = {
  1: ["operationsError", LATER, "could not carry out the request; some servers answer so when the account is not signed in"],
  2: ["protocolError", STOP, "does not understand the request"],
  3: [
    "timeLimitExceeded",
    LATER,
    "needed longer for the search than it allows; index what the filter uses or raise the server's time limit",
  ],
  4: [
    "sizeLimitExceeded",
    STOP,
    "returns only a part of the entries because of its size limit; raise the limit for the query account (slapd: sizelimit, Active Directory: MaxPageSize)",
  ],
  7: ["authMethodNotSupported", STOP, "does not allow a sign-in with DN and password"],
  8: ["strongerAuthRequired", STOP, "asks for an encrypted connection before sign-in; choose encryption mode Strict or Relaxed"],
  10: ["referral", STOP, "does not hold this part of the directory and refers to another server; connect to the server that holds it"],
  11: ["adminLimitExceeded", LATER, "stopped the search at one of its administrative limits; raise it for the query account"],
  12: ["pagingNotSupported", STOP, "does not offer paged results (1.2.840.113556.1.4.319) to the query account"],
  13: ["confidentialityRequired", STOP, "asks for an encrypted connection; choose encryption mode Strict or Relaxed"],
  18: ["inappropriateMatching", STOP, "cannot compare an attribute in the way that the filter asks for"],
  32: ["noSuchObject", STOP, "has no such entry"],
  34: ["invalidDnSyntax", STOP, "does not accept the DN"],
  48: ["inappropriateAuthentication", STOP, "does not let this account sign in with a password"],
  49: ["invalidCredentials", STOP, "refused the query account: its DN or its password is wrong"],
  50: ["insufficientAccessRights", STOP, "does not let the query account read here; grant it read access"],
  51: ["busy", UNAVAILABLE, "is too busy to answer"],
  52: ["unavailable", UNAVAILABLE, "is not available at the moment"],
  53: ["unwillingToPerform", STOP, "is not willing to do this"],
  80: ["serverError", LATER, "reports an internal error"],
};

/**
 * Active Directory's reasons behind invalidCredentials, in its diagnostic text as `data 52e` (Microsoft: Windows error codes).
 * All but 525, 52e and 775 mean that the password was right.
 */
const ACTIVE_DIRECTORY: Readonly<Record<string, readonly [code: string, said: string]>> = {
  "525": ["invalidCredentials", "refused the query account: its DN or its password is wrong"],
  "52e": ["invalidCredentials", "refused the query account: its DN or its password is wrong"],
  "530": ["logonHours", "does not let the query account sign in at this hour; lift its logon hours"],
  "531": ["logonWorkstation", "does not let the query account sign in from here; lift its list of workstations"],
  "532": ["passwordExpired", "refused the query account: its password has expired; set a new one that does not expire"],
  "533": ["accountDisabled", "refused the query account: it is disabled"],
  "701": ["accountExpired", "refused the query account: it has expired"],
  "773": [
    "passwordMustChange",
    'refused the query account: its password must be changed first; clear "User must change password at next logon"',
  ],
  "775": ["accountLocked", "refused the query account: it is locked out; unlock it and check its password here"],
};

/** The failure that a result code other than success stands for. */
export const refused = (stage: DirectoryStage, peer: string, { code, diagnostic }: Refusal): DirectoryError => {
  const reason = code === 49 ? ACTIVE_DIRECTORY[/\bdata ([0-9a-f]{3})\b/.exec(diagnostic)?.[1] ?? ""] : undefined;
  if (reason !== undefined) return new DirectoryError(stage, reason[0], `${peer} ${reason[1]}.`, STOP);
  const known = RESULT[code];
  if (known === undefined) {
    return new DirectoryError(
      stage,
      `resultCode${code}`,
      `${peer} ended the request with LDAP result code ${code}${quoted(stage, diagnostic)}.`,
      STOP,
    );
  }
  const [name, verdict, said] = known;
  return new DirectoryError(stage, name, `${peer} ${said}${quoted(stage, diagnostic)}.`, verdict);
};

/** What the server said itself, where that cannot tell anything about an account. */
const quoted = (stage: DirectoryStage, diagnostic: string): string => {
  const text = diagnostic.replace(/[\p{C}\s]+/gu, " ").trim();
  return text === "" || stage === "bind" ? "" : ` ("${text.slice(0, 200)}")`;
};
