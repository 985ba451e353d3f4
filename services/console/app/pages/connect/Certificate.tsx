import type { ShownCertificate } from "@dirstream/contracts";
import { Button } from "@mantine/core";
import { test } from "../../text/en/connect.ts";
import { shortDate } from "../../text/times.ts";
import { Copyable } from "../../ui/Copyable.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { Foreign } from "../../ui/Foreign.tsx";
import style from "./TestPanel.module.css";

const text = test.certificate;

interface Shown {
  readonly certificate: ShownCertificate;
  readonly isOpen: boolean;
  /** Where a person has to say that this certificate is meant. */
  readonly onTrust: ((keySha256: string) => void) | undefined;
}

/** What the server has shown of itself. */
export const Certificate = ({ certificate, isOpen, onTrust }: Shown) => {
  const { subject, issuer, validTo, names, keyType, keySha256, distrust } = certificate;
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
            [text.distrust, distrust === null ? undefined : <Foreign key="distrust" text={distrust} />],
          ]}
        />
      </details>
      {onTrust !== undefined && (
        <Button size="xs" onClick={() => onTrust(keySha256)} className={style.trust as string}>
          {text.trust}
        </Button>
      )}
    </>
  );
};
