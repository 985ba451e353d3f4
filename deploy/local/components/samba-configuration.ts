import type { Certificates } from "./certificates.ts";

export const SAMBA_BASE_DN = "DC=lab,DC=example,DC=com";
/** The domain controller's name, which its certificate bears beside its address. */
export const SAMBA_HOST = "dc1.lab.example.com";

interface Place {
  readonly domain: string;
  readonly host: string;
  readonly tls: Certificates;
}

const GLOBAL = "[global]\n";

/** smb.conf as the domain was provisioned, for one address, LDAP alone, and with everything that it writes under its own directory. */
export const sambaConfiguration = (provisioned: string, { domain, host, tls }: Place): string => {
  const run = `${domain}/run`;
  const ours = {
    "server services": "ldap",
    // As a Windows domain does by default: a simple bind is possible without TLS as well.
    "ldap server require strong auth": "no",
    interfaces: `${host}/8`,
    "bind interfaces only": "Yes",
    "pid directory": run,
    "ncalrpc dir": `${run}/ncalrpc`,
    "ntp signd socket directory": `${run}/ntp_signd`,
    "winbindd socket directory": `${run}/winbindd`,
    "log file": `${run}/log.%m`,
    "tls certfile": tls.certificateFile,
    "tls keyfile": tls.keyFile,
    "tls cafile": tls.caFile,
  };
  const isOurs = (line: string): boolean => (line.split("=")[0] ?? "").trim() in ours;
  const [before, after] = provisioned.split(GLOBAL) as [string, string];
  const kept = after.split("\n").filter((line) => !isOurs(line));
  const lines = Object.entries(ours).map(([name, value]) => `\t${name} = ${value}`);
  return `${before}${GLOBAL}${lines.join("\n")}\n${kept.join("\n")}`;
};
