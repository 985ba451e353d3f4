import type { Certificate } from "@dirstream/contracts";
import { test } from "../../text/en/connect.ts";
import { shortDate } from "../../text/times.ts";
import { Foreign } from "../../ui/Foreign.tsx";

const text = test.certificate.said;

/** `CN=dc1, issued by CN=ca, valid until 3 May 2027, key RSA, 2048 bits` */
export const Confirmed = ({ certificate: { subject, issuer, validTo, keyType } }: { readonly certificate: Certificate }) => (
  <span>
    <Foreign text={subject} />
    {text.issuer} <Foreign text={issuer} />
    {text.until(shortDate(validTo))} <Foreign text={keyType} />
  </span>
);
