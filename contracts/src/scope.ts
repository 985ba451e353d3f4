import * as z from "zod";

/** Attribute descriptions of RFC 4512 section 2.5, without options: never a name that JavaScript treats in its own way. */
export const AttributeName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/)
  .refine((name) => !(name in Object.prototype), "is a name that every JavaScript object has");

/**
 * What of a directory is synchronised and recorded, where that is not simply everything below the base DN.
 * A scope that was never chosen is `WHOLE_SCOPE`.
 */
export const Scope = z.looseObject({
  /** Further base DNs beside the first; the same naming context. */
  moreBaseDns: z.array(z.string().min(1)).max(50),
  /** What lies here or below is left out. */
  excludedDns: z.array(z.string().min(1)).max(200),
  /** RFC 4515: of the people (and contacts) and of the groups that would be synchronised, only those. */
  peopleFilter: z.string().min(1).nullable(),
  groupFilter: z.string().min(1).nullable(),
  /** Only people with an address in one of these domains, in lower case; everybody where there is none. */
  emailDomains: z.array(z.string().min(1)).max(100),
  /** Recorded beside what always is. */
  moreAttributes: z.array(AttributeName).max(200),
  /** Not recorded, although it always is elsewhere. */
  omittedAttributes: z.array(AttributeName).max(200),
});
export type Scope = z.output<typeof Scope>;

export const WHOLE_SCOPE: Scope = {
  ...{ moreBaseDns: [], excludedDns: [], peopleFilter: null, groupFilter: null, emailDomains: [] },
  ...{ moreAttributes: [], omittedAttributes: [] },
};

/**
 * Attributes that hold passwords, their hashes, keys and recovery secrets, in lower case: of RFC 4519 and RFC 3112, OpenLDAP's
 * password policy, Samba, MIT Kerberos and FreeIPA, and Active Directory (MS-ADA1 to MS-ADA3; LAPS; BitLocker).
 */
const CREDENTIALS = new Set(
  `userPassword authPassword unicodePwd dBCSPwd ntPwdHistory lmPwdHistory supplementalCredentials pwdHistory olcRootPW
  sambaNTPassword sambaLMPassword sambaPasswordHistory sambaClearTextPassword krbPrincipalKey krbMKey krbExtraData ipaNTHash
  ipaProtectedOperation ipatokenOTPkey userPKCS12 msDS-ManagedPassword msDS-ManagedPasswordPreviousId msDS-ManagedPasswordId
  ms-Mcs-AdmPwd msFVE-RecoveryPassword msFVE-KeyPackage msPKIAccountCredentials msPKIRoamingTimeStamp msDS-KeyCredentialLink
  msDS-ExecuteScriptPassword initialAuthIncoming initialAuthOutgoing trustAuthIncoming trustAuthOutgoing currentValue priorValue
  msTPM-OwnerInformation msKds-RootKeyData unixUserPassword msSFU30Password`
    .trim()
    .split(/\s+/)
    .map((name) => name.toLowerCase()),
);

/** Windows LAPS keeps every password that it manages in an attribute of this prefix. */
const LAPS = "mslaps-";

/** Whether an attribute must never be read, whatever anybody configures. Case and options (`;binary`) do not matter. */
export const isCredential = (attribute: string): boolean => {
  const [name = ""] = attribute.toLowerCase().split(";");
  return CREDENTIALS.has(name) || name.startsWith(LAPS);
};
