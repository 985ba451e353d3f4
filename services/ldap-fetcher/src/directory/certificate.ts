import type { Certificate } from "@dirstream/ldap/certificate";

/** A certificate that a server has shown, and what speaks against it where no key is pinned. */
export interface Judged extends Certificate {
  /** The whole certificate, for whoever confirms it. */
  readonly pem: string;
  readonly distrust: Distrust | null;
}

/** A word for programs, and what is to be said of the certificate. */
export type Distrust = readonly [code: string, said: string];
