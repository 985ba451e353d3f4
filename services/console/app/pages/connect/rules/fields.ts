import type { ShownCertificate } from "@dirstream/contracts";
import { readHost } from "@dirstream/ldap";
import { form } from "../../../text/en/connect.ts";
import { authorityProblem } from "./certificate-authority.ts";
import { cleanDn, dnProblem, domainNameOf, domainOf } from "./dn.ts";
import { portProblem, usualPort } from "./port.ts";

export const MODES = ["strict", "relaxed", "none"] as const;
export type Mode = (typeof MODES)[number];
export const ENVIRONMENTS = ["on-premises", "hybrid", "g-suite"] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

/** The form as it stands, each field as it was typed. */
export interface Fields {
  readonly primaryHost: string;
  readonly secondaryHost: string;
  readonly encryptionMode: Mode;
  readonly port: string;
  readonly bindDn: string;
  readonly bindPassword: string;
  readonly baseDn: string;
  readonly name: string;
  readonly startTls: boolean;
  /** PEM; empty: none. */
  readonly certificateAuthority: string;
  readonly pinnedKey: string | null;
  /** PEM, where it was confirmed just now; what is saved of an earlier one stays with the key. */
  readonly pinnedCertificate: string | null;
  readonly secondaryPinnedKey: string | null;
  readonly secondaryPinnedCertificate: string | null;
  /** What was typed by a person is followed by nothing. */
  readonly byHand: readonly ("port" | "name" | "baseDn")[];
}

export type FieldName = Exclude<keyof Fields, "byHand">;

/** In the order of the form: the first with a problem takes the focus. */
export const FIELD_NAMES = [
  ...(["primaryHost", "secondaryHost", "encryptionMode", "port", "bindDn", "bindPassword", "baseDn"] as const),
  ...(["name", "startTls", "certificateAuthority"] as const),
  ...(["pinnedKey", "pinnedCertificate", "secondaryPinnedKey", "secondaryPinnedCertificate"] as const),
] satisfies FieldName[];

export type Sentences = { readonly [Name in FieldName]?: string };

export const emptyFields: Fields = {
  primaryHost: "",
  secondaryHost: "",
  encryptionMode: "strict",
  port: usualPort("strict", false),
  bindDn: "",
  bindPassword: "",
  baseDn: "",
  name: "",
  startTls: false,
  certificateAuthority: "",
  pinnedKey: null,
  pinnedCertificate: null,
  secondaryPinnedKey: null,
  secondaryPinnedCertificate: null,
  byHand: [],
};

/** What a change of one field means for the others: the port follows the encryption, a key belongs to one host. */
export const changed = <Name extends FieldName>(before: Fields, name: Name, value: Fields[Name]): Fields => {
  const fields: Fields = { ...before, [name]: value, byHand: byHandAfter(before, name, value) };
  switch (name) {
    case "encryptionMode":
    case "startTls":
      return followed(value === "none" ? { ...fields, startTls: false } : fields);
    case "primaryHost":
      return followed(value === before.primaryHost ? fields : trusting(fields, "primary", null));
    case "secondaryHost":
      return followed(value === before.secondaryHost ? fields : trusting(fields, "secondary", null));
    default:
      return followed(fields);
  }
};

export const PIN_OF = {
  primary: { key: "pinnedKey", certificate: "pinnedCertificate" },
  secondary: { key: "secondaryPinnedKey", certificate: "secondaryPinnedCertificate" },
} as const;

/** Somebody has said that this is the host's own certificate; with null, that no key is trusted any more. */
export const trusting = (fields: Fields, role: keyof typeof PIN_OF, shown: Pick<ShownCertificate, "keySha256" | "pem"> | null): Fields => ({
  ...fields,
  [PIN_OF[role].key]: shown?.keySha256 ?? null,
  [PIN_OF[role].certificate]: shown?.pem ?? null,
});

/** An emptied field is nobody's again. */
const byHandAfter = ({ byHand }: Fields, name: FieldName, value: unknown): Fields["byHand"] => {
  if (name !== "port" && name !== "name" && name !== "baseDn") return byHand;
  const others = byHand.filter((other) => other !== name);
  return value === "" ? others : [...others, name];
};

const followed = (fields: Fields): Fields => {
  const { byHand, encryptionMode, startTls } = fields;
  const port = byHand.includes("port") || fields.port === "" ? fields.port : usualPort(encryptionMode, startTls);
  const name = byHand.includes("name") ? fields.name : proposedName(fields);
  return { ...fields, port, name };
};

/** The domain is what people call a directory; where there is none, its host. */
export const proposedName = ({ baseDn, primaryHost }: Pick<Fields, "baseDn" | "primaryHost">): string =>
  (domainNameOf(baseDn) ?? primaryHost.trim()).slice(0, 100);

export interface Settled {
  readonly fields: Fields;
  /** What was corrected, for the person to see. */
  readonly said: Sentences;
}

/** What a person means by what was pasted: done when a field is left, and once more before anything is sent. */
export const settled = (fields: Fields, name: FieldName): Settled => {
  switch (name) {
    case "primaryHost":
    case "secondaryHost":
      return settledHost(fields, name);
    case "bindDn":
    case "baseDn":
      return settledDn(fields, name);
    case "port":
      return fields.port.trim() === ""
        ? { fields: changed({ ...fields, port: "0" }, "encryptionMode", fields.encryptionMode), said: {} }
        : unsaid(fields);
    case "name":
      return fields.name.trim() === "" ? { fields: { ...fields, name: proposedName(fields) }, said: {} } : unsaid(fields);
    default:
      return unsaid(fields);
  }
};

const unsaid = (fields: Fields): Settled => ({ fields, said: {} });

const settledHost = (fields: Fields, name: "primaryHost" | "secondaryHost"): Settled => {
  const read = readHost(fields[name]);
  if ("problem" in read) return unsaid(fields);
  const { host, port, scheme } = read;
  let corrected = host === fields[name] ? fields : { ...changed(fields, name, host), ...pinsOf(fields) };
  if (port === undefined && scheme === undefined) return unsaid(corrected);
  const { taken, takenPort, takenMode, takenPlain } = form.host;
  const raises = scheme === "ldaps" && (fields.encryptionMode === "none" || fields.startTls);
  if (raises)
    corrected = changed(
      changed(corrected, "startTls", false),
      "encryptionMode",
      fields.encryptionMode === "none" ? "strict" : fields.encryptionMode,
    );
  if (port !== undefined) corrected = changed(corrected, "port", `${port}`);
  const plain = scheme === "ldap" && fields.encryptionMode !== "none" && !fields.startTls;
  const mode = raises && fields.encryptionMode === "none" ? takenMode : plain ? takenPlain : "";
  return { fields: corrected, said: { [name]: `${taken}${port === undefined ? "" : takenPort(port)}.${mode}` } };
};

/** It is the same host, otherwise spelt. */
const pinsOf = ({ pinnedKey, pinnedCertificate, secondaryPinnedKey, secondaryPinnedCertificate }: Fields) => ({
  ...{ pinnedKey, pinnedCertificate, secondaryPinnedKey, secondaryPinnedCertificate },
});

const settledDn = (fields: Fields, name: "bindDn" | "baseDn"): Settled => {
  const clean = cleanDn(fields[name]);
  const said: Sentences = clean === fields[name].trim() ? {} : { [name]: form.dnQuotes };
  const corrected = clean === fields[name] ? fields : { ...changed(fields, name, clean), byHand: fields.byHand };
  const domain = name === "bindDn" && dnProblem(clean) === undefined ? domainOf(clean) : undefined;
  if (domain === undefined || fields.baseDn.trim() !== "") return { fields: corrected, said };
  return { fields: followed({ ...corrected, baseDn: domain }), said: { ...said, baseDn: form.baseDn.taken } };
};

/** Everything that keeps the form from being sent. */
export const problemsOf = (fields: Fields): Sentences => {
  const problems: Record<FieldName, string | undefined> = {
    primaryHost: hostProblem(fields.primaryHost),
    secondaryHost: fields.secondaryHost.trim() === "" ? undefined : hostProblem(fields.secondaryHost),
    encryptionMode: undefined,
    port: portProblem(fields.port),
    bindDn: dnProblem(fields.bindDn),
    bindPassword: passwordProblem(fields.bindPassword),
    baseDn: dnProblem(fields.baseDn),
    name: nameProblem(fields.name),
    startTls: undefined,
    certificateAuthority: fields.encryptionMode === "strict" ? authorityProblem(fields.certificateAuthority) : undefined,
    pinnedKey: undefined,
    pinnedCertificate: undefined,
    secondaryPinnedKey: undefined,
    secondaryPinnedCertificate: undefined,
  };
  return Object.fromEntries(Object.entries(problems).filter(([, problem]) => problem !== undefined));
};

const hostProblem = (text: string): string | undefined => {
  const read = readHost(text);
  return "problem" in read ? form.host[read.problem] : undefined;
};

const LONGEST_PASSWORD_BYTES = 1024;

const passwordProblem = (text: string): string | undefined => {
  const { empty, long, nul } = form.bindPassword;
  if (text === "") return empty;
  if (new TextEncoder().encode(text).length > LONGEST_PASSWORD_BYTES) return long;
  return text.includes("\0") ? nul : undefined;
};

const nameProblem = (text: string): string | undefined => {
  const { empty, long, lines } = form.name;
  if (text.trim() === "") return empty;
  if (/\p{Cc}/u.test(text.trim())) return lines;
  return text.trim().length > 100 ? long : undefined;
};

/** What a connection test is asked with. */
export const connectionOf = (fields: Fields) => ({
  primaryHost: fields.primaryHost.trim(),
  secondaryHost: fields.secondaryHost.trim() === "" ? null : fields.secondaryHost.trim(),
  encryptionMode: fields.encryptionMode,
  port: Number(fields.port),
  bindDn: cleanDn(fields.bindDn),
  bindPassword: fields.bindPassword,
  baseDn: cleanDn(fields.baseDn),
  startTls: fields.startTls,
  certificateAuthority:
    fields.encryptionMode === "strict" && fields.certificateAuthority.trim() !== "" ? fields.certificateAuthority : null,
  ...sentPins(fields),
});

/** The server reads in a certificate what is stored of it. */
const sentPins = (fields: Fields) => {
  const { pinnedKey, pinnedCertificate, secondaryPinnedKey, secondaryPinnedCertificate } = fields;
  const isRelaxed = fields.encryptionMode === "relaxed";
  const ofSecondary = isRelaxed && fields.secondaryHost.trim() !== "";
  return {
    pinnedKey: isRelaxed ? pinnedKey : null,
    secondaryPinnedKey: ofSecondary ? secondaryPinnedKey : null,
    ...(isRelaxed && pinnedCertificate !== null ? { pinnedCertificate } : {}),
    ...(ofSecondary && secondaryPinnedCertificate !== null ? { secondaryPinnedCertificate } : {}),
  };
};

/** What a connector is registered with. */
export const connectorOf = (fields: Fields, environment: Environment) => ({
  ...connectionOf(fields),
  name: fields.name.trim(),
  environment,
});
