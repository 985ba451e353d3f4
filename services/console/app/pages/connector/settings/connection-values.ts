import type { Connector } from "../../../api/queries.ts";
import { connectionOf, type Fields, problemsOf } from "../../connect/rules/fields.ts";
import { usualPort } from "../../connect/rules/port.ts";
import { changedFields, nested, type Sent } from "../form/changed-fields.ts";
import { isPasswordNeeded } from "./password-needed.ts";

/** A saved connector as the form of a new one shows it; a port that nobody chose still follows the encryption. */
export const fieldsOf = (saved: Connector): Fields => {
  const { name, primaryHost, secondaryHost, encryptionMode, port, bindDn, baseDn, startTls, certificateAuthority } = saved;
  const { pinnedKey, secondaryPinnedKey } = saved;
  return {
    ...{ name, primaryHost, encryptionMode, bindDn, baseDn, startTls },
    ...{ pinnedKey, pinnedCertificate: null, secondaryPinnedKey, secondaryPinnedCertificate: null },
    secondaryHost: secondaryHost ?? "",
    port: `${port}`,
    bindPassword: "",
    certificateAuthority: certificateAuthority ?? "",
    byHand: ["name", "baseDn", ...(`${port}` === usualPort(encryptionMode, startTls) ? [] : (["port"] as const))],
  };
};

export const connectionSentOf = (fields: Fields): Sent => {
  const { bindPassword, ...connection } = connectionOf(fields);
  return { name: fields.name.trim(), ...connection, ...(bindPassword === "" ? {} : { bindPassword }) };
};

/** What a test of it is asked with: what would be other than it is saved. */
export const testedChangesOf = (saved: Connector, fields: Fields): Record<string, unknown> => {
  const { name: _name, ...changed } = changedFields(connectionSentOf(fieldsOf(saved)), connectionSentOf(fields));
  return nested(changed);
};

/** An empty password is that of before, unless it would go elsewhere. */
export const connectionProblems = (fields: Fields, saved: Connector): Record<string, string> => {
  const { bindPassword, ...others } = problemsOf(fields);
  const isKept = fields.bindPassword === "" && !isPasswordNeeded(saved, fields);
  return { ...others, ...(bindPassword === undefined || isKept ? {} : { bindPassword }) };
};
