import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { freePort, isFree } from "./components/free-port.ts";
import { writeSecret } from "./keys.ts";

export type PortName = "nats" | "natsMonitor" | "postgres" | "ldap" | "ldaps";

/** The ports of one home: chosen free the first time and kept, so that what people have written down still works after a restart. */
export const rememberedPorts = async (home: string): Promise<Record<PortName, number>> => {
  const file = join(home, "ports.json");
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Partial<Record<PortName, number>>) : {};
  const choose = async (name: PortName): Promise<number> => {
    const before = known[name];
    if (before === undefined) return freePort();
    if (await isFree(before)) return before;
    // The demo connector is registered with this port; any other server may move.
    if (name === "ldap")
      throw new Error(`Port ${before}, where the demo directory must answer, is taken by another program: end that one first.`);
    return freePort();
  };
  const ports = {
    nats: await choose("nats"),
    natsMonitor: await choose("natsMonitor"),
    postgres: await choose("postgres"),
    ldap: await choose("ldap"),
    ldaps: await choose("ldaps"),
  };
  await writeSecret(file, JSON.stringify(ports));
  return ports;
};
