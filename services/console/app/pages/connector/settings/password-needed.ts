import type { Connector } from "../../../api/queries.ts";
import { connectionOf, type Fields } from "../../connect/rules/fields.ts";

type Target = Pick<Connector, "primaryHost" | "secondaryHost" | "port" | "encryptionMode" | "startTls">;

/**
 * Whether the stored password would be sent to where it was not given for: then it has to be entered again, and the server refuses to
 * do without. A secondary host that is taken away leads nowhere.
 */
export const isPasswordNeeded = (saved: Target, fields: Fields): boolean => {
  const { primaryHost, secondaryHost, port, encryptionMode, startTls } = connectionOf(fields);
  return (
    primaryHost !== saved.primaryHost ||
    (secondaryHost !== null && secondaryHost !== saved.secondaryHost) ||
    port !== saved.port ||
    encryptionMode !== saved.encryptionMode ||
    startTls !== saved.startTls
  );
};
