import { form } from "../../../text/en/connect.ts";
import type { Fields, Mode } from "./fields.ts";

/** IANA: 636 for TLS from the first byte, 389 for what begins unencrypted, StartTLS too. */
export const usualPort = (mode: Mode, startTls: boolean): string => (mode === "none" || startTls ? "389" : "636");

export const portProblem = (text: string): string | undefined => {
  const number = /^\s*\d{1,5}\s*$/.test(text) ? Number(text) : 0;
  return number >= 1 && number <= 65_535 ? undefined : form.port.problem;
};

/** Whether a port that is known for one thing was given for another. */
export const portWarning = ({
  port,
  encryptionMode,
  startTls,
}: Pick<Fields, "port" | "encryptionMode" | "startTls">): string | undefined => {
  const number = Number(port);
  const isPlain = encryptionMode === "none" || startTls;
  // Active Directory's global catalogue: 3268 without, 3269 with TLS.
  if (!isPlain && (number === 389 || number === 3268)) return form.port.plain(number);
  if (isPlain && (number === 636 || number === 3269)) return form.port.encrypted(number);
  return number === 3268 || number === 3269 ? form.port.catalogue(number, number === 3268 ? 389 : 636) : undefined;
};
