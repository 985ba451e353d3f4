import type { Certificates } from "./certificates.ts";

export const SAMBA_BASE_DN = "DC=lab,DC=example,DC=com";

interface Place {
  readonly domain: string;
  readonly host: string;
  readonly tls: Certificates;
}

const GLOBAL = "[global]\n";

/** The controller's name, which its certificate bears beside its address. */
export const sambaHostName = (provisioned: string): string => {
  const name = /^\s*netbios name = (\S+)$/m.exec(provisioned)?.[1] ?? "dc1";
  return `${name.toLowerCase()}.lab.example.com`;
};

/** smb.conf as the domain was provisioned, for one address, without what only Windows clients need, and with everything that it writes under its own directory. */
export const sambaConfiguration = (provisioned: string, { domain, host, tls }: Place): string => {
  const run = `${domain}/run`;
  const ours = {
    // For others LDAP; for another controller, which joins or replicates, RPC and the question who is there (MS-ADTS 6.3.3) as well.
    "server services": "ldap, rpc, cldap",
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
