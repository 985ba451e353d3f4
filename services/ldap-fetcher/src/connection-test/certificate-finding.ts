import type { PinnedKey, ShownCertificate } from "@dirstream/contracts";
import type { Judged } from "../directory/certificate.ts";
import { explain } from "./explain.ts";
import type { Finding } from "./stages.ts";

const DAY_MS = 86_400_000;
/** Time enough to have a certificate renewed. */
const EXPIRES_SOON_MS = 30 * DAY_MS;

export const shown = ({ distrust, ...certificate }: Judged): ShownCertificate => ({
  ...certificate,
  names: [...certificate.names],
  trusted: distrust === null,
  distrust: distrust === null ? null : explain({ code: distrust[0], message: `It ${distrust[1]}` }).message,
});

/** What is to be said of a connection that stands: null where it is not encrypted. */
export const tlsFinding = (certificate: Judged | null, nowMs: number): Finding => {
  if (certificate === null) {
    return {
      outcome: "notApplicable",
      code: "notEncrypted",
      message: "The connection is not encrypted: the password and every entry cross the network readable.",
      advice: "Choose Strict, or Relaxed, where the directory offers TLS.",
    };
  }
  const seen = shown(certificate);
  const until = certificate.validTo.slice(0, 10);
  const leftMs = Date.parse(certificate.validTo) - nowMs;
  if (leftMs < EXPIRES_SOON_MS) {
    const message =
      leftMs < 0
        ? `The certificate is the confirmed one, and expired on ${until}.`
        : `The certificate is accepted, and expires on ${until}.`;
    return { outcome: "warning", code: "certificateExpires", message, advice: "Have it renewed in time.", certificate: seen };
  }
  const why = seen.trusted ? `issued by ${certificate.issuer}` : "its key is the confirmed one";
  return { outcome: "passed", message: `The certificate is accepted: ${why}, valid until ${until}.`, certificate: seen };
};

/** The server showed a key that nobody has confirmed for it, though perhaps another for the primary host. */
export const unconfirmed = (peer: string, certificate: Judged, pinned: PinnedKey | null): Finding => ({
  outcome: "confirm",
  code: "certificateNotPinned",
  message:
    pinned === null
      ? `Confirm this certificate: nobody has said yet that it is ${peer}'s own.`
      : `Confirm this certificate: nobody has said yet that it is ${peer}'s own, and its key is not the one confirmed for the primary host.`,
  advice: "Compare its key with the one on the server. If they are equal, trust it and test again; no password has been sent.",
  certificate: shown(certificate),
});
