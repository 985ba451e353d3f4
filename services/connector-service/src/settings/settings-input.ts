import {
  type ConnectorSettings,
  DEFAULT_GUARD,
  EncryptionMode,
  Environment,
  type Guard,
  LocalTime,
  type Schedule,
  type TestedSettings,
  WHOLE_SCOPE,
  Zone,
} from "@dirstream/contracts";
import type { HostInput } from "@dirstream/ldap";
import { type FieldError, Secret } from "@dirstream/service";
import * as z from "zod";
import { readCertificateAuthority } from "./certificate-authority.ts";
import { DistinguishedName } from "./distinguished-name.ts";
import { contradiction, directoryHost } from "./host.ts";
import { changedPins, type PinInput, pinContradictions, pinFields, pinsOf } from "./pin-input.ts";
import { changedScope, ScopeInput, scopeContradictions } from "./scope-input.ts";

const LONGEST_PASSWORD_BYTES = 1024;

const Host = z
  .string()
  .max(1_000)
  .transform((text, context): HostInput => {
    const read = directoryHost(text);
    if (!("problem" in read)) return read;
    context.addIssue({ code: "custom", message: read.problem });
    return z.NEVER;
  })
  .describe("A hostname, an IPv4 or an IPv6 address");

/** RFC 4513 section 5.1.2: with an empty password many servers answer success without looking. */
const Password = z
  .string()
  .meta({
    format: "password",
    writeOnly: true,
    description: `1 to ${LONGEST_PASSWORD_BYTES} bytes. Sealed on arrival and never shown again.`,
  })
  .transform((text, context): Secret => {
    const problem = passwordProblem(text);
    if (problem === undefined) return new Secret(text);
    context.addIssue({ code: "custom", message: problem });
    return z.NEVER;
  });

const passwordProblem = (text: string): string | undefined => {
  if (text === "") return "Enter the account's password.";
  if (Buffer.byteLength(text) > LONGEST_PASSWORD_BYTES) return `A password has ${LONGEST_PASSWORD_BYTES} bytes at most.`;
  return text.includes("\0") ? "A password cannot hold the character NUL." : undefined;
};

const CertificateAuthority = z
  .string()
  .max(64 * 1024)
  .transform((text, context): string => {
    const read = readCertificateAuthority(text);
    if ("pem" in read) return read.pem;
    context.addIssue({ code: "custom", message: read.problem });
    return z.NEVER;
  })
  .describe("PEM of a private certificate authority that strict accepts beside the public ones");

const Name = z
  .string()
  .trim()
  .min(1, "Enter a name.")
  .max(100)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
  .regex(/^[^\u0000-\u001f\u007f]*$/, "A name is one line.");

const Times = z
  .array(LocalTime)
  .min(1)
  .max(48)
  .transform((times) => [...new Set(times)].sort());

const ScheduleInput = z.strictObject({ times: Times.nullish(), zone: Zone.nullish() });

const threshold = { count: z.int().min(0), percent: z.number().min(0).max(100), percentFrom: z.int().min(0) };
const Threshold = z.strictObject(threshold).partial();
const GuardInput = z.strictObject({ removals: Threshold, membersLost: Threshold }).partial();

/** What a person may say of a connector. */
const fields = {
  name: Name,
  environment: Environment,
  primaryHost: Host,
  secondaryHost: Host.nullable(),
  encryptionMode: EncryptionMode,
  port: z.int().min(1).max(65_535),
  bindDn: DistinguishedName,
  bindPassword: Password,
  baseDn: DistinguishedName,
  startTls: z.boolean(),
  certificateAuthority: CertificateAuthority.nullable(),
  ...pinFields,
  schedule: ScheduleInput.nullable(),
  guard: GuardInput.nullable(),
  scope: ScopeInput.nullable(),
};

const optional = {
  secondaryHost: true,
  startTls: true,
  certificateAuthority: true,
  pinnedKey: true,
  pinnedCertificate: true,
  secondaryPinnedKey: true,
  secondaryPinnedCertificate: true,
  scope: true,
} as const;

export const NewConnector = z.strictObject(fields).partial({ ...optional, schedule: true, guard: true });
export type NewConnector = z.output<typeof NewConnector>;

/** What is left out stays as it is; null takes back what was chosen (RFC 7396). */
export const ConnectorChanges = z.strictObject({ ...fields, enabled: z.boolean() }).partial();
export type ConnectorChanges = z.output<typeof ConnectorChanges>;

const { name: _name, environment: _environment, schedule: _schedule, guard: _guard, ...connection } = fields;

/** What a connection test needs to be told while nothing is saved. */
export const NewConnection = z.strictObject(connection).partial(optional);
type NewConnection = z.output<typeof NewConnection>;

/** What would be other than it is saved. */
export const ConnectionChanges = z.strictObject(connection).partial();
export type ConnectionChanges = z.output<typeof ConnectionChanges>;

const NO_SCHEDULE: Schedule = { times: null, zone: null };

export const settingsOf = (input: NewConnector, passwordVersion: string): ConnectorSettings => ({
  name: input.name,
  environment: input.environment,
  ...connectionOf(input),
  passwordVersion,
  schedule: mergeSchedule(NO_SCHEDULE, input.schedule ?? null),
  guard: mergeGuard(DEFAULT_GUARD, input.guard ?? null),
});

export const connectionOf = (input: NewConnection): TestedSettings => {
  const scope = changedScope(undefined, input.scope ?? null);
  return {
    primaryHost: input.primaryHost.host,
    secondaryHost: input.secondaryHost?.host ?? null,
    port: input.port,
    encryptionMode: input.encryptionMode,
    startTls: input.startTls ?? false,
    certificateAuthority: input.certificateAuthority ?? null,
    ...pinsOf(input),
    bindDn: input.bindDn,
    baseDn: input.baseDn,
    ...(scope === undefined ? {} : { scope }),
  };
};

/** The settings that these changes name, as they will be. */
export const changedSettings = (
  { enabled: _enabled, bindPassword: _bindPassword, primaryHost, secondaryHost, schedule, guard, scope, ...others }: ConnectorChanges,
  before: ConnectorSettings,
  passwordVersion: string | undefined,
): Partial<ConnectorSettings> => {
  const { pinnedKey, pinnedCertificate, secondaryPinnedKey, secondaryPinnedCertificate, ...plain } = others;
  // The key goes with the host that it was confirmed for.
  const isKeyLeft = secondaryHost === null && typeof before.secondaryPinnedKey === "string";
  const ofSecondary = isKeyLeft ? { secondaryPinnedKey: null } : { secondaryPinnedKey, secondaryPinnedCertificate };
  const changes = {
    ...plain,
    primaryHost: primaryHost?.host,
    secondaryHost: secondaryHost === undefined ? undefined : (secondaryHost?.host ?? null),
    ...changedPins({ pinnedKey, pinnedCertificate, ...ofSecondary }, before),
    schedule: schedule === undefined ? undefined : mergeSchedule(before.schedule, schedule),
    guard: guard === undefined ? undefined : mergeGuard(before.guard, guard),
    scope: scope === undefined ? undefined : changedScope(before.scope, scope),
    passwordVersion,
  };
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
};

const mergeSchedule = (before: Schedule, input: z.output<typeof ScheduleInput> | null): Schedule => {
  if (input === null) return NO_SCHEDULE;
  return {
    times: input.times === undefined ? before.times : input.times,
    zone: input.zone === undefined ? before.zone : input.zone,
  };
};

const mergeGuard = (before: Guard, input: z.output<typeof GuardInput> | null): Guard => {
  if (input === null) return DEFAULT_GUARD;
  const given = (limits: z.output<typeof Threshold> = {}) => Object.entries(limits).filter(([, value]) => value !== undefined);
  return {
    ...before,
    removals: { ...before.removals, ...Object.fromEntries(given(input.removals)) },
    membersLost: { ...before.membersLost, ...Object.fromEntries(given(input.membersLost)) },
  };
};

/** What of an input can contradict what stands beside it. */
export type Contradictable = Pick<ConnectorChanges, "primaryHost" | "secondaryHost"> & PinInput;

/** Where what was entered contradicts what stands beside it: a pasted URL the port, an excluded DN the base DN. */
export const contradictionsIn = (
  { primaryHost, secondaryHost, ...pins }: Contradictable,
  settings: Pick<TestedSettings, "baseDn" | "scope" | "secondaryHost"> & Parameters<typeof contradiction>[1],
): FieldError[] => {
  const ofHosts = Object.entries({ primaryHost, secondaryHost }).flatMap(([field, host]) => {
    const detail = host === undefined || host === null ? undefined : contradiction(host, settings);
    return detail === undefined ? [] : [{ pointer: `/${field}`, detail }];
  });
  return [
    ...ofHosts,
    ...pinContradictions(pins, settings.secondaryHost),
    ...scopeContradictions(settings.baseDn, settings.scope ?? WHOLE_SCOPE),
  ];
};
