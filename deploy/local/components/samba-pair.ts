import { join } from "node:path";
import { type Samba, type SambaOptions, startController } from "./samba.ts";
import { SAMBA_BASE_DN } from "./samba-configuration.ts";
import { findSamba, sambaProgram } from "./samba-programs.ts";
import { copyStopped, domainTemplate, keptTemplate, noteOrigin } from "./samba-template.ts";

/** Two controllers of one domain, each with a database and change numbers of its own. */
export interface SambaPair extends AsyncDisposable {
  readonly first: Samba;
  readonly second: Samba;
}

/** They replicate when they are told to, so that who asks both can know which of them is behind. */
export const startSambaPair = async ({ directory, cacheDirectory, ldif }: SambaOptions): Promise<SambaPair> => {
  findSamba();
  const template = await pairTemplate(cacheDirectory, ldif);
  await using stack = new AsyncDisposableStack();
  const first = stack.use(await startController(join(directory, "first"), join(template, "first")));
  const second = stack.use(await startController(join(directory, "second"), join(template, "second")));
  const running = stack.move();
  return { first, second, [Symbol.asyncDispose]: () => running.disposeAsync() };
};

/** Brings one controller what it has not yet of another, deleted entries too, by the protocol that controllers themselves speak (MS-DRSR). */
export const replicate = async ({ from, to }: { readonly from: Samba; readonly to: Samba }): Promise<void> => {
  const what = ["-s", to.configurationFile, "--local", "here", from.host, SAMBA_BASE_DN];
  await sambaProgram("samba-tool", ["drs", "replicate", ...what, ...asAdministrator(from)]);
};

/** Replication goes by address and password: there is no DNS in which the two could find each other, and no Kerberos. */
const asAdministrator = ({ adminPassword }: Pick<Samba, "adminPassword">): string[] => [
  `--user=LAB\\Administrator%${adminPassword}`,
  "--use-kerberos=off",
];

/** A second controller joins the domain once; afterwards both are copied. */
const pairTemplate = async (cacheDirectory: string, ldif: string): Promise<string> => {
  const alone = await domainTemplate(cacheDirectory, ldif);
  return keptTemplate(cacheDirectory, `two controllers\n${ldif}`, async (made) => {
    const work = `${made}-first`;
    const second = join(made, "second");
    await using first = await startController(work, alone);
    const how = ["--dns-backend=NONE", `--targetdir=${second}`, "--option=netbios name=dc2", "-s", "/dev/null"];
    const whom = [`--server=${first.host}`, ...asAdministrator(first)];
    await sambaProgram("samba-tool", ["domain", "join", "lab.example.com", "DC", ...whom, ...how]);
    await noteOrigin(second, first.adminPassword);
    await first.stop();
    await copyStopped(join(work, "domain"), join(made, "first"));
  });
};
