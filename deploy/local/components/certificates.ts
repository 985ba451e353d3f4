import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installDebianPackages } from "./debian.ts";

export interface Certificates {
  readonly caFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly caPem: string;
}

const VALID_DAYS = "3650";
const KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

/**
 * A certificate authority of its own and a server certificate for the given subject alternative names, by the openssl command.
 * They are made once: clients that were told to trust the authority still do after a restart.
 */
export const makeCertificates = (directory: string, names: readonly string[] = ["IP:127.0.0.1", "DNS:localhost"]): Certificates => {
  const at = (file: string) => join(directory, file);
  const [caFile, caKey, certificateFile, keyFile] = [at("ca.pem"), at("ca.key"), at("server.pem"), at("server.key")];
  const made = () => ({ caFile, certificateFile, keyFile, caPem: readFileSync(caFile, "utf8") });
  if (existsSync(certificateFile)) return made();

  if (spawnSync("openssl", ["version"]).status !== 0) installDebianPackages(["openssl"], "to make the directory's TLS certificate");
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const authority = ["-subj", "/CN=dirstream local CA", "-addext", "keyUsage=critical,keyCertSign,cRLSign"];
  openssl(["req", "-x509", ...KEY, "-days", VALID_DAYS, ...authority, "-keyout", caKey, "-out", caFile]);
  openssl(["req", "-new", ...KEY, "-subj", "/CN=dirstream local directory", "-keyout", keyFile, "-out", at("server.csr")]);
  writeFileSync(at("server.ext"), `basicConstraints=critical,CA:FALSE\nextendedKeyUsage=serverAuth\nsubjectAltName=${names.join(",")}\n`);
  const signed = ["-CA", caFile, "-CAkey", caKey, "-CAcreateserial", "-extfile", at("server.ext"), "-days", VALID_DAYS];
  openssl(["x509", "-req", "-in", at("server.csr"), ...signed, "-out", certificateFile]);
  return made();
};

const openssl = (args: readonly string[]): void => {
  const { status, stderr } = spawnSync("openssl", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`openssl ${args[0]} failed: ${stderr.trim()}`);
};
