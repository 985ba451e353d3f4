import { type ConnectorSettings, DEFAULT_GUARD } from "@dirstream/contracts";

/** For tests: a connector that follows its account's schedule. */
export const sampleSettings: ConnectorSettings = {
  name: "Head office",
  environment: "on-premises",
  primaryHost: "dc1.example.com",
  secondaryHost: null,
  port: 636,
  encryptionMode: "strict",
  startTls: false,
  certificateAuthority: null,
  pinnedKey: null,
  bindDn: "cn=reader,dc=example,dc=com",
  passwordVersion: "1",
  baseDn: "dc=example,dc=com",
  schedule: { times: null, zone: null },
  guard: DEFAULT_GUARD,
};
