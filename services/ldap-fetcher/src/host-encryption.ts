import type { PinnedKey, TestedSettings, TestedStage } from "@dirstream/contracts";
import type { Encryption } from "./directory/tls.ts";

type Role = TestedStage["role"];

/** The confirmed key that a host's is compared with. A secondary without one of its own has the primary's. */
export const pinnedFor = ({ pinnedKey, secondaryPinnedKey }: TestedSettings, role: Role): PinnedKey | null => {
  const own = role === "secondary" ? (secondaryPinnedKey ?? null) : pinnedKey;
  if (own !== null) return { keySha256: own, of: role };
  return pinnedKey === null ? null : { keySha256: pinnedKey, of: "primary" };
};

/** How the connection to one of a connector's hosts is protected. */
export const encryptionOf = (settings: TestedSettings, role: Role): Encryption => {
  const { encryptionMode: mode, startTls, certificateAuthority } = settings;
  const pinned = pinnedFor(settings, role);
  const isOtherHosts = pinned !== null && pinned.of !== role;
  return { mode, startTls, ca: certificateAuthority ?? undefined, pinnedKey: pinned?.keySha256, isOtherHosts };
};
