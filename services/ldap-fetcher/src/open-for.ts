import { type ConnectorSettings, WHOLE_SCOPE } from "@dirstream/contracts";
import type { EventLog } from "@dirstream/event-log";
import type { ConnectorState } from "./connector-state.ts";
import type { Directory } from "./directory/directory.ts";
import { openDirectory } from "./directory/open-directory.ts";
import { encryptionOf } from "./host-encryption.ts";
import type { Place } from "./place.ts";

/** What the way to a directory depends on beside the connector's settings. */
export interface Access {
  readonly openPassword: (log: EventLog, place: Place, version: string) => Promise<Buffer>;
  readonly allowAddress: (ip: string) => boolean;
  readonly pageSize: number;
  readonly inactivityMs?: number;
}

/** Signs in as the connector's settings say. */
export const openFor = async (
  log: EventLog,
  place: Place,
  { settings }: ConnectorState,
  access: Access,
  signal: AbortSignal,
): Promise<Directory> => openWith(settings, await access.openPassword(log, place, settings.passwordVersion), access, signal);

/** The password is cleared as soon as the directory has answered. */
export const openWith = async (
  settings: ConnectorSettings,
  password: Buffer,
  { openPassword: _, ...access }: Access,
  signal: AbortSignal,
): Promise<Directory> => {
  try {
    return await openDirectory({
      hosts: settings.secondaryHost === null ? [settings.primaryHost] : [settings.primaryHost, settings.secondaryHost],
      port: settings.port,
      encryption: encryptionOf(settings, "primary"),
      secondaryEncryption: encryptionOf(settings, "secondary"),
      bindDn: settings.bindDn,
      password,
      baseDn: settings.baseDn,
      scope: settings.scope ?? WHOLE_SCOPE,
      signal,
      ...access,
    });
  } finally {
    password.fill(0);
  }
};
