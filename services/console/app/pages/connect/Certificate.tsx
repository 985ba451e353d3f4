import type { PinnedKey, ShownCertificate } from "@dirstream/contracts";
import { Button } from "@mantine/core";
import { test } from "../../text/en/connect.ts";
import { shortDate } from "../../text/times.ts";
import { Copyable } from "../../ui/Copyable.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { Foreign } from "../../ui/Foreign.tsx";
import { Confirmed } from "./Confirmed.tsx";
import style from "./TestPanel.module.css";

const text = test.certificate;

interface Shown {
  readonly certificate: ShownCertificate;
  readonly isOpen: boolean;
  /** What was confirmed before, where that was more than a key. */
  readonly confirmed: PinnedKey["certificate"];
  /** Where a person has to say, or may, that this certificate is meant. */
  readonly onTrust: ((certificate: ShownCertificate) => void) | undefined;
}

/** What the server has shown of itself. */
export const Certificate = ({ certificate, confirmed, isOpen, onTrust }: Shown) => {
  const { subject, issuer, validTo, names, keyType, keySha256, sha256, distrust } = certificate;
  const isAnother = confirmed !== undefined && confirmed.sha256 !== sha256;
  return (
    <>
      <details className={style.details} open={isOpen}>
        <summary>{text.title}</summary>
        <Facts
          facts={[
            [text.subject, <Foreign key="subject" text={subject} />],
            [text.issuer, <Foreign key="issuer" text={issuer} />],
            [text.valid, shortDate(validTo)],
            [text.names, names.length === 0 ? undefined : <Foreign key="names" text={names.join(", ")} />],
            [text.key, <Foreign key="key" text={keyType} />],
            [text.fingerprint, <Copyable key="fingerprint" value={keySha256} what={text.fingerprint} />],
            [
              text.certificateFingerprint,
              sha256 && <Copyable key="certificateFingerprint" value={sha256} what={text.certificateFingerprint} />,
            ],
            [text.confirmed, isAnother ? <Confirmed key="confirmed" certificate={confirmed} /> : undefined],
            [text.distrust, distrust === null ? undefined : <Foreign key="distrust" text={distrust} />],
          ]}
        />
      </details>
      {onTrust !== undefined && (
        <Button size="xs" onClick={() => onTrust(certificate)} className={style.trust as string}>
          {isAnother && confirmed.keySha256 === keySha256 ? text.trustRenewed : text.trust}
        </Button>
      )}
    </>
  );
};
