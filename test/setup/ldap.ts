import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { join } from "node:path";
import { makeCertificates } from "@dirstream/deploy/components/certificates";
import { startSlapd } from "@dirstream/deploy/components/slapd";
import { slapdConfiguration } from "@dirstream/deploy/components/slapd-configuration";
import type { Source } from "./choose-source.ts";
import type { ProvidedLdap } from "./provided.d.ts";

const BASE_DN = "dc=example,dc=com";
const ADMIN_DN = `cn=admin,${BASE_DN}`;
const LDIF = `dn: ${BASE_DN}\nobjectClass: domain\ndc: example\n\n`;
/** Inside the container. */
const AT = "/srv/dirstream";

const SCRIPT = [
  "set -e",
  "command -v slapd >/dev/null || { apt-get update; DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends slapd; }",
  `mkdir -p ${AT}/db`,
  `slapadd -q -f ${AT}/slapd.conf -l ${AT}/content.ldif`,
  `exec slapd -d 0 -f ${AT}/slapd.conf -h 'ldap://0.0.0.0:389 ldaps://0.0.0.0:636'`,
].join("\n");

export const startLdapContainer = async (image: string, directory: string): Promise<Source<ProvidedLdap>> => {
  const { GenericContainer, getContainerRuntimeClient, Wait } = await import("testcontainers");
  const adminPassword = randomBytes(16).toString("hex");
  const { host } = (await getContainerRuntimeClient()).info.containerRuntime; // not always this machine: a remote engine, or the gateway when we are in a container
  const { certificateFile, keyFile, caPem } = makeCertificates(join(directory, "container-tls"), [`${isIP(host) ? "IP" : "DNS"}:${host}`]);
  const configuration = slapdConfiguration({
    ...{ suffix: BASE_DN, adminDn: ADMIN_DN, adminPassword, overlays: ["syncprov"], serverLines: [], databaseLines: [], directory: AT },
    schemaDirectory: "/etc/ldap/schema",
    moduleDirectory: "/usr/lib/ldap",
    tls: { caFile: `${AT}/ca.pem`, certificateFile: `${AT}/server.pem`, keyFile: `${AT}/server.key` },
  });
  const files = {
    "slapd.conf": configuration,
    "content.ldif": LDIF,
    "ca.pem": caPem,
    "server.pem": readFileSync(certificateFile, "utf8"),
    "server.key": readFileSync(keyFile, "utf8"),
  };
  const container = await new GenericContainer(image)
    .withCopyContentToContainer(Object.entries(files).map(([name, content]) => ({ content, target: `${AT}/${name}` })))
    .withCommand(["sh", "-c", SCRIPT])
    .withExposedPorts(389, 636)
    .withWaitStrategy(Wait.forListeningPorts())
    .withStartupTimeout(150_000)
    .start();
  const [port, ldapsPort] = [container.getMappedPort(389), container.getMappedPort(636)];
  const urls = { url: `ldap://${host}:${port}`, ldapsUrl: `ldaps://${host}:${ldapsPort}` };
  return {
    values: { ...urls, host, port, ldapsPort, caPem, adminDn: ADMIN_DN, adminPassword, baseDn: BASE_DN },
    description: `slapd in a container of ${image}`,
    [Symbol.asyncDispose]: async () => void (await container.stop()),
  };
};

export const startLocalLdap = async (directory: string): Promise<Source<ProvidedLdap>> => {
  const options = { directory: join(directory, "slapd"), suffix: BASE_DN, adminPassword: randomBytes(16).toString("hex"), ldif: LDIF };
  const { url, port, ldapsUrl, ldapsPort, caPem, adminDn, adminPassword, baseDn, stop } = await startSlapd(options);
  return {
    values: { url, host: "127.0.0.1", port, ldapsUrl, ldapsPort, caPem, adminDn, adminPassword, baseDn },
    description: "a local slapd",
    [Symbol.asyncDispose]: stop,
  };
};
