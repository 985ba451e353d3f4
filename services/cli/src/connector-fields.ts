import { type Command, Option } from "commander";
import { readTextFile } from "./ask.ts";
import { WrongUse } from "./failure.ts";
import { type Options, positiveNumber } from "./options.ts";

const several = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** An option for each field that a person may say of a connector. The password has none with a value. */
export const connectorOptions = (command: Command, { adding }: { readonly adding: boolean }): Command => {
  const needed = (flags: string, text: string) => new Option(flags, text).makeOptionMandatory(adding);
  return command
    .addOption(needed("--name <text>", "what people call it"))
    .addOption(new Option("--environment <type>", "what it is part of").choices(["on-premises", "hybrid", "g-suite"]))
    .addOption(needed("--primary-host <host>", "hostname or address of the directory server"))
    .option("--secondary-host <host>", "used while the primary is unavailable (recommended)")
    .addOption(
      new Option("--encryption <mode>", "strict: certificates of recognised authorities; relaxed: also self-signed").choices([
        "strict",
        "relaxed",
        "none",
      ]),
    )
    .option("--port <number>", "636, or 389 with --encryption none or --start-tls", positiveNumber)
    .option("--start-tls", "begin TLS inside a plain connection")
    .option("--certificate-authority <file>", "PEM of a private authority that strict accepts too")
    .option("--pinned-key <sha256>", "the public key that relaxed accepts, in hexadecimal")
    .addOption(needed("--bind-dn <dn>", "DN of the user account that reads"))
    .addOption(needed("--base-dn <dn>", "domain root DN, such as DC=example,DC=com"))
    .option("--password-file <file>", "the user account's password is in this file")
    .option("--password-stdin", "the password comes on standard input")
    .option("--time <hh:mm>", "runs then instead of the account's times; may be repeated", several)
    .option("--zone <zone>", "in this time zone instead of the account's, such as Europe/London")
    .option("--removals-count <number>", "hold a run that would remove more than this many", positiveNumber)
    .option("--removals-percent <number>", "… or more than this many in a hundred", positiveNumber)
    .option("--removals-percent-from <number>", "… where they are at least this many", positiveNumber)
    .option("--members-lost-count <number>", "hold a group that would lose more members than this", positiveNumber)
    .option("--members-lost-percent <number>", "… or more than this many in a hundred", positiveNumber)
    .option("--members-lost-percent-from <number>", "… where they are at least this many", positiveNumber);
};

/** What was typed, as the API takes it. What was not typed is left out, save what a new connector needs. */
export const fieldsOf = async (options: Options, { adding }: { readonly adding: boolean }): Promise<Record<string, unknown>> => {
  const { time, zone, certificateAuthority, encryption, startTls } = options;
  const encryptionMode = encryption ?? (adding ? "strict" : undefined);
  const usualPort = encryptionMode === "none" || startTls === true ? 389 : 636;
  if (encryptionMode === "none" && startTls === true)
    throw new WrongUse("--start-tls is encryption: it does not go with --encryption none.");
  return (
    given({
      name: options.name,
      environment: options.environment ?? (adding ? "on-premises" : undefined),
      primaryHost: options.primaryHost,
      secondaryHost: options.secondaryHost,
      encryptionMode,
      port: options.port ?? (adding ? usualPort : undefined),
      startTls,
      certificateAuthority: certificateAuthority === undefined ? undefined : await readTextFile(certificateAuthority),
      pinnedKey: options.pinnedKey,
      bindDn: options.bindDn,
      baseDn: options.baseDn,
      schedule: given({ times: time, zone }),
      guard: given({
        removals: given({ count: options.removalsCount, percent: options.removalsPercent, percentFrom: options.removalsPercentFrom }),
        membersLost: given({
          count: options.membersLostCount,
          percent: options.membersLostPercent,
          percentFrom: options.membersLostPercentFrom,
        }),
      }),
    }) ?? {}
  );
};

/** Without what is undefined; undefined when nothing is left. */
const given = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> | undefined => {
  const defined = Object.entries(fields).filter(([, value]) => value !== undefined);
  return defined.length === 0 ? undefined : Object.fromEntries(defined);
};
