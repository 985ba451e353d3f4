import { confirmedCertificates, type PinnedKey, type TestedSettings, type TestedStage } from "@dirstream/contracts";
import type { Encryption } from "./directory/tls.ts";

type Role = TestedStage["role"];

/** The confirmed key that a host's is compared with. A secondary without one of its own has the primary's. */
export const pinnedFor = (settings: TestedSettings, role: Role): PinnedKey | null => {
  const keys = { primary: settings.pinnedKey, secondary: settings.secondaryPinnedKey ?? null };
  const of = keys[role] === null ? "primary" : role;
  const [keySha256, certificate] = [keys[of], confirmedCertificates(settings)[of]];
  return keySha256 === null ? null : { keySha256, of, ...(certificate === null ? {} : { certificate }) };
};

/** How the connection to one of a connector's hosts is protected. */
export const encryptionOf = (settings: TestedSettings, role: Role): Encryption => {
  const { encryptionMode: mode, startTls, certificateAuthority } = settings;
  const pinned = pinnedFor(settings, role);
  const isOtherHosts = pinned !== null && pinned.of !== role;
  return { mode, startTls, ca: certificateAuthority ?? undefined, pinnedKey: pinned?.keySha256, isOtherHosts };
};
