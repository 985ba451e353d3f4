import { type Command, Option } from "commander";
import { readTextFile } from "./ask.ts";
import { WrongUse } from "./failure.ts";
import { type Options, positiveNumber } from "./options.ts";

const several = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** An option for each field that a connection depends on. The password has none with a value. */
export const connectionOptions = (command: Command, { adding }: { readonly adding: boolean }): Command => {
  const needed = (flags: string, text: string) => new Option(flags, text).makeOptionMandatory(adding);
  return command
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
    .option("--pinned-certificate <file>", "PEM of the certificate that this key is in: what it says is kept")
    .option("--no-pinned-key", "take back the key, and what was kept of its certificate")
    .option("--secondary-pinned-key <sha256>", "that of the secondary host, which has its own")
    .option("--secondary-pinned-certificate <file>", "PEM of the secondary host's certificate")
    .option("--no-secondary-pinned-key", "take back that of the secondary host")
    .addOption(needed("--bind-dn <dn>", "DN of the user account that reads"))
    .addOption(needed("--base-dn <dn>", "domain root DN, such as DC=example,DC=com"))
    .option("--more-base-dn <dn>", "and below this one too; may be repeated", several)
    .option("--exclude <dn>", "without what is here and below; may be repeated", several)
    .option("--people-filter <filter>", "of the people, only those, such as (employeeType=staff)")
    .option("--group-filter <filter>", "of the groups, only those")
    .option("--email-domain <domain>", "only people with an address in this domain; may be repeated", several)
    .option("--record-attribute <name>", "record this attribute too; may be repeated", several)
    .option("--omit-attribute <name>", "do not record this attribute; may be repeated", several)
    .option("--whole-scope", "take back what was chosen of these seven, save what is given with it")
    .option("--password-file <file>", "the user account's password is in this file")
    .option("--password-stdin", "the password comes on standard input");
};

/** An option for each field that a person may say of a connector. */
export const connectorOptions = (
  command: Command,
  { adding, named: isNamed = adding }: { readonly adding: boolean; readonly named?: boolean },
): Command => {
  const named = command
    .addOption(new Option("--name <text>", "what people call it").makeOptionMandatory(isNamed))
    .addOption(new Option("--environment <type>", "what it is part of").choices(["on-premises", "hybrid", "g-suite"]));
  return connectionOptions(named, { adding })
    .option("--time <hh:mm>", "runs then instead of the account's times; may be repeated", several)
    .option("--zone <zone>", "in this time zone instead of the account's, such as Europe/London")
    .option("--removals-count <number>", "hold a run that would remove more than this many", positiveNumber)
    .option("--removals-percent <number>", "… or more than this many in a hundred", positiveNumber)
    .option("--removals-percent-from <number>", "… where they are at least this many", positiveNumber)
    .option("--members-lost-count <number>", "hold a group that would lose more members than this", positiveNumber)
    .option("--members-lost-percent <number>", "… or more than this many in a hundred", positiveNumber)
    .option("--members-lost-percent-from <number>", "… where they are at least this many", positiveNumber);
};

/** What was typed of a connection, as the API takes it. What was not typed is left out, save what a new one needs. */
export const connectionFieldsOf = async (options: Options, { adding }: { readonly adding: boolean }): Promise<Record<string, unknown>> => {
  const { certificateAuthority, encryption, startTls } = options;
  const encryptionMode = encryption ?? (adding ? "strict" : undefined);
  const usualPort = encryptionMode === "none" || startTls === true ? 389 : 636;
  if (encryptionMode === "none" && startTls === true)
    throw new WrongUse("--start-tls is encryption: it does not go with --encryption none.");
  return (
    given({
      primaryHost: options.primaryHost,
      secondaryHost: options.secondaryHost,
      encryptionMode,
      port: options.port ?? (adding ? usualPort : undefined),
      startTls,
      certificateAuthority: await contentOf(certificateAuthority),
      pinnedKey: orTakenBack(options.pinnedKey),
      pinnedCertificate: await contentOf(options.pinnedCertificate),
      secondaryPinnedKey: orTakenBack(options.secondaryPinnedKey),
      secondaryPinnedCertificate: await contentOf(options.secondaryPinnedCertificate),
      bindDn: options.bindDn,
      baseDn: options.baseDn,
      scope: scopeOf(options),
    }) ?? {}
  );
};

const contentOf = async (file: string | undefined): Promise<string | undefined> => (file === undefined ? undefined : readTextFile(file));

/** `--no-…` is false to commander, and null to the API. */
const orTakenBack = (value: string | false | undefined): string | null | undefined => (value === false ? null : value);

/** A list that is given stands for the whole list, as in the API. */
const scopeOf = (options: Options): Record<string, unknown> | undefined => {
  const chosen = {
    moreBaseDns: options.moreBaseDn,
    excludedDns: options.exclude,
    peopleFilter: options.peopleFilter,
    groupFilter: options.groupFilter,
    emailDomains: options.emailDomain,
    moreAttributes: options.recordAttribute,
    omittedAttributes: options.omitAttribute,
  };
  if (options.wholeScope !== true) return given(chosen);
  return Object.fromEntries(Object.entries(chosen).map(([name, value]) => [name, value ?? null]));
};

/** What was typed of a connector. */
export const fieldsOf = async (options: Options, { adding }: { readonly adding: boolean }): Promise<Record<string, unknown>> => {
  const { time, zone } = options;
  return (
    given({
      name: options.name,
      environment: options.environment ?? (adding ? "on-premises" : undefined),
      ...(await connectionFieldsOf(options, { adding })),
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
