import { expect, test } from "vitest";
import { sambaConfiguration, sambaHostName } from "./samba-configuration.ts";

const PROVISIONED = `# Global parameters
[global]
\tinterfaces = 127.0.0.1/8
\tlog file = /var/log/samba/log.%m
\tprivate dir = /srv/domain/private
\tserver services = s3fs, rpc, ldap, winbindd, dnsupdate

[sysvol]
\tread only = No
`;

const configuration = (provisioned: string): string =>
  sambaConfiguration(provisioned, {
    ...{ domain: "/srv/domain", host: "127.0.3.4" },
    tls: { caFile: "/t/ca.pem", certificateFile: "/t/server.pem", keyFile: "/t/server.key", caPem: "" },
  });

test("each of our settings stands once, whatever the domain was provisioned with, and the rest stays", () => {
  const lines = configuration(PROVISIONED).split("\n");
  const named = (name: string) => lines.filter((line) => line.trim().startsWith(`${name} =`));
  expect(named("server services")).toEqual(["\tserver services = ldap, rpc, cldap"]);
  expect(named("interfaces")).toEqual(["\tinterfaces = 127.0.3.4/8"]);
  expect(named("log file")).toEqual(["\tlog file = /srv/domain/run/log.%m"]);
  expect(named("private dir")).toHaveLength(1);
  expect(lines).toContain("\tread only = No");
});

test("a configuration that is ours already stays as it is", () => {
  const once = configuration(PROVISIONED);
  expect(configuration(once)).toBe(once);
});

test("a controller is called by the name that it was provisioned with", () => {
  expect(sambaHostName("[global]\n\tnetbios name = DC2\n\trealm = LAB.EXAMPLE.COM\n")).toBe("dc2.lab.example.com");
});
