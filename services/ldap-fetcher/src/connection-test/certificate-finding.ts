import { LONGEST_PEM, type PinnedKey, type ShownCertificate } from "@dirstream/contracts";
import type { Judged } from "../directory/certificate.ts";
import { explain } from "./explain.ts";
import type { Finding } from "./stages.ts";

const DAY_MS = 86_400_000;
/** Time enough to have a certificate renewed. */
const EXPIRES_SOON_MS = 30 * DAY_MS;

export const shown = ({ distrust, pem, ...certificate }: Judged): ShownCertificate => ({
  ...certificate,
  ...(pem.length > LONGEST_PEM ? {} : { pem }),
  trusted: distrust === null,
  distrust: distrust === null ? null : explain({ code: distrust[0], message: `It ${distrust[1]}` }).message,
});

/** What is to be said of a connection that stands: its certificate is null where it is not encrypted. */
export const tlsFinding = (
  certificate: Judged | null,
  /** SHA-256 of the certificate in which somebody has confirmed this host's key. */
  confirmed: string | undefined,
  nowMs: number,
): Finding => {
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
  const expires = { outcome: "warning", code: "certificateExpires", certificate: seen } as const;
  if (leftMs < 0) {
    const message = `The certificate expired on ${until}, and is accepted because its key is the confirmed one.`;
    return { ...expires, message, advice: "Have it renewed: for the same key, nothing has to be confirmed anew." };
  }
  if (leftMs < EXPIRES_SOON_MS) {
    return { ...expires, message: `The certificate is accepted, and expires on ${until}.`, advice: "Have it renewed in time." };
  }
  if (confirmed !== undefined && confirmed !== certificate.sha256) {
    const message = `The certificate is accepted: its key is the confirmed one, valid until ${until}. It was renewed since it was confirmed.`;
    return { outcome: "passed", code: "certificateRenewed", message, certificate: seen };
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
