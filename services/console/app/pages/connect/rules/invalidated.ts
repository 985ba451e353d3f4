import type { TestStage } from "@dirstream/contracts";
import type { FieldName, Fields } from "./fields.ts";

/** In the order in which a host is tested. */
export const STAGES = ["resolve", "connect", "tls", "bind", "base", "read", "account", "changes"] as const satisfies readonly TestStage[];

/** The first stage that depends on a field; nothing depends on the name. */
const dependsFrom: Readonly<Partial<Record<FieldName, TestStage>>> = {
  primaryHost: "resolve",
  secondaryHost: "resolve",
  port: "connect",
  encryptionMode: "tls",
  startTls: "tls",
  certificateAuthority: "tls",
  // Of a pin the key decides; what else the certificate said is only told.
  pinnedKey: "tls",
  secondaryPinnedKey: "tls",
  bindDn: "bind",
  bindPassword: "bind",
  baseDn: "base",
};

/** The primary's key counts for a secondary host without its own. */
const ofOtherRole: Readonly<Record<"primary" | "secondary", readonly string[]>> = {
  primary: ["secondaryHost", "secondaryPinnedKey"],
  secondary: ["primaryHost"],
};

/** From which stage on a test says nothing any more about the form as it stands; undefined: all of it still holds. */
export const invalidFrom = (tested: Fields, now: Fields, role: "primary" | "secondary"): TestStage | undefined => {
  const stages = Object.entries(dependsFrom)
    .filter(([name]) => !ofOtherRole[role].includes(name) && tested[name as FieldName] !== now[name as FieldName])
    .map(([, stage]) => stage);
  return STAGES.find((stage) => stages.includes(stage));
};

export const isInvalid = (stage: TestStage, from: TestStage | undefined): boolean =>
  from !== undefined && STAGES.indexOf(stage) >= STAGES.indexOf(from);
