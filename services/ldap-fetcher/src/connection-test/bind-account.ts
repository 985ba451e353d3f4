import type { BindAccount } from "@dirstream/contracts";
import { instantOfFiletime, present } from "@dirstream/ldap";
import { DirectoryError } from "../directory/errors.ts";
import type { Session } from "../directory/session.ts";
import type { Vendor } from "../directory/vendors/vendor.ts";
import type { Finding } from "./stages.ts";

/** MS-ADTS 2.2.16: ADS_UF_DONT_EXPIRE_PASSWD. */
const DONT_EXPIRE_PASSWORD = 0x10000;
/** MS-ADTS 3.1.1.4.5.39. */
const EXPIRY = "msDS-UserPasswordExpiryTimeComputed";
const ATTRIBUTES = ["userAccountControl", "pwdLastSet", EXPIRY, "accountExpires"] as const;

export type AccountValues = Partial<Record<(typeof ATTRIBUTES)[number], string>>;

/** What the directory says of the account that we are signed in with: whether synchronisation will stop some day. */
export const lookAtAccount = async (session: Session, vendor: Vendor, bindDn: string): Promise<Finding> => {
  if (vendor.name !== "active-directory") {
    return {
      outcome: "notApplicable",
      code: "accountNotDescribed",
      message: "This directory does not tell us whether the password of the query account expires.",
      advice: "Make sure that it does not: otherwise synchronisation stops on that day.",
    };
  }
  const spec = { baseDn: bindDn, scope: "base", filter: present("objectClass"), attributes: ATTRIBUTES } as const;
  const found = session.search(spec, "read").all();
  const [entry] = await found.catch((error: unknown) => {
    if (error instanceof DirectoryError && ["noSuchObject", "insufficientAccessRights"].includes(error.code)) return [];
    throw error;
  });
  const values = new Map(entry?.attributes.map(({ type, values }) => [type.toLowerCase(), values[0]?.toString("latin1")]));
  return judgeAccount(
    Object.fromEntries(
      ATTRIBUTES.map((name) => [name, values.get(name.toLowerCase())]).filter(([, value]) => value !== undefined),
    ) as AccountValues,
  );
};

export const judgeAccount = (values: AccountValues): Finding => {
  const { userAccountControl, pwdLastSet } = values;
  const passwordNeverExpires = userAccountControl === undefined ? null : (Number(userAccountControl) & DONT_EXPIRE_PASSWORD) !== 0;
  const account: BindAccount = {
    passwordNeverExpires,
    passwordExpires: instantOfFiletime(values[EXPIRY] ?? ""),
    accountExpires: instantOfFiletime(values.accountExpires ?? ""),
  };
  const said = (outcome: Finding["outcome"], code: string, message: string, advice: string): Finding => ({
    ...{ outcome, code, message, advice, account },
  });
  if (passwordNeverExpires === null) {
    const advice = "Give it the right to read its own entry, or see for yourself that its password never expires.";
    return said("warning", "accountUnreadable", "The query account may not read its own entry.", advice);
  }
  if (pwdLastSet === "0" && !passwordNeverExpires) {
    const advice = 'Clear "User must change password at next logon" and set "Password never expires".';
    return said("failed", "passwordMustChange", "The password of the query account must be changed at the next log-on.", advice);
  }
  if (account.accountExpires !== null) {
    const message = `The query account expires on ${account.accountExpires.slice(0, 10)}: synchronisation stops on that day.`;
    return said("warning", "accountExpires", message, "Let the account never expire.");
  }
  if (!passwordNeverExpires) {
    const when = account.passwordExpires === null ? "can expire" : `expires on ${account.passwordExpires.slice(0, 10)}`;
    const message = `The password of the query account ${when}: synchronisation stops then.`;
    return said("warning", "passwordExpires", message, 'Set "Password never expires" for the account.');
  }
  return { outcome: "passed", message: "The account does not expire, and neither does its password.", account };
};
