import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const POLICY = "/usr/sbin/policy-rc.d";
const NO_SERVICES = "#!/bin/sh\n# dirstream: nothing is started while its packages are being installed\nexit 101\n";

/** Installs packages on a Debian machine, without starting the services that some of them bring. Throws one sentence where that cannot be. */
export const installDebianPackages = (packages: readonly string[], purpose: string): void => {
  const wanted = `${packages.join(" and ")} ${packages.length > 1 ? "are" : "is"} needed ${purpose}`;
  const byHand = `install ${packages.length > 1 ? "them" : "it"} by hand: apt-get install ${packages.join(" ")}`;
  if (spawnSync("apt-get", ["--version"]).status !== 0) throw new Error(`${wanted}; this machine has no apt-get to install from.`);
  if (process.getuid?.() !== 0) throw new Error(`${wanted}, and only root can install: run this as root once, or ${byHand}`);

  console.log(`Installing ${packages.join(", ")} (Debian packages, once) …`);
  const unlessStarted = holdServicesBack();
  try {
    apt(["update"]); // without lists (a fresh container has none) nothing can be installed; with old ones it may still work
    // Debian's slapd would otherwise set up a directory of the machine's own, on port 389.
    spawnSync("debconf-set-selections", { input: "slapd slapd/no_configuration boolean true\n" });
    const { status, stderr } = apt(["install", "-y", "--no-install-recommends", ...packages]);
    if (status !== 0) throw new Error(`${wanted}, and apt-get could not install: ${lastLine(stderr)}\nWhen that is mended, ${byHand}`);
  } finally {
    unlessStarted();
  }
};

const apt = (args: readonly string[]) =>
  spawnSync("apt-get", ["-q", "-o", "DPkg::Lock::Timeout=300", ...args], {
    encoding: "utf8",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    maxBuffer: 64 * 1024 * 1024,
  });

const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "";

/** Debian asks policy-rc.d whether a package may start its service. Returns what takes our answer away again. */
const holdServicesBack = (): (() => void) => {
  if (existsSync(POLICY)) return () => {}; // a container, or an administrator's own answer
  writeFileSync(POLICY, NO_SERVICES, { mode: 0o755 });
  return () => {
    if (existsSync(POLICY) && readFileSync(POLICY, "utf8") === NO_SERVICES) rmSync(POLICY);
  };
};
