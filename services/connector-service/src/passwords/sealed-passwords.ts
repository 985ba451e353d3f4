import { randomBytes } from "node:crypto";
import { SEALED_BUCKET, sealedKey } from "@dirstream/contracts";
import { deleteValue, type EventLog, listKeys, putValue } from "@dirstream/event-log";
import type { Secret } from "@dirstream/service";
import { killPoint } from "@dirstream/service/kill-point";
import { connectorStream, load } from "../event-stream.ts";
import type { Seal } from "./seal.ts";

/** Longer than any command may take between putting a password and naming it, and than a run needs to begin with the one before. */
const UNNAMED_FOR_MS = 3_600_000;

/** Random, after the time at which it was made: so a sweep sees its age. */
export const newPasswordVersion = (nowMs: number): string => `${nowMs.toString(36)}-${randomBytes(8).toString("hex")}`;

const madeAtMs = (version: string): number => Number.parseInt(version.split("-")[0] as string, 36);

/** Seals a password and puts it where the fetchers look; only then may an event name its version. */
export const putPassword = async (
  log: EventLog,
  seal: Seal,
  { account, connector, password }: { readonly account: string; readonly connector: string; readonly password: Secret },
  signal: AbortSignal,
): Promise<string> => {
  const version = newPasswordVersion(Date.now());
  const sealed = await seal(password, { purpose: "connector", account, connector, version, notAfter: null });
  const value = new TextEncoder().encode(JSON.stringify(sealed));
  await putValue(log, { bucket: SEALED_BUCKET, key: sealedKey(account, connector, version), value, signal });
  killPoint("connector-service.afterPassword");
  return version;
};

/** Deletes the sealed passwords that no connector's settings name, once they are old enough not to be on their way. Returns how many. */
export const sweepPasswords = async (log: EventLog, nowMs: number, signal: AbortSignal): Promise<number> => {
  const keys = await listKeys(log, { bucket: SEALED_BUCKET, signal });
  const old = keys.filter((key) => nowMs - madeAtMs(key.split(".")[2] ?? "") > UNNAMED_FOR_MS);
  let deleted = 0;
  for (const [owner, versions] of Map.groupBy(old, (key) => key.split(".").slice(0, 2).join("."))) {
    const [account, connector] = owner.split(".") as [string, string];
    const { state } = await load(log, connectorStream(account, connector), signal);
    const named = state.status === "enabled" || state.status === "disabled" ? state.settings.passwordVersion : undefined;
    for (const key of versions.filter((version) => named === undefined || version !== sealedKey(account, connector, named))) {
      await deleteValue(log, { bucket: SEALED_BUCKET, key, signal });
      deleted++;
    }
  }
  return deleted;
};
