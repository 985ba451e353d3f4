import type { Connector } from "../../../api/queries.ts";
import type { Sent } from "../form/changed-fields.ts";

/** What the fields hold: DNs have commas, so that each stands on a line of its own. */
export interface ScopeValues {
  readonly baseDn: string;
  readonly moreBaseDns: string;
  readonly excludedDns: string;
  readonly peopleFilter: string;
  readonly groupFilter: string;
  readonly emailDomains: readonly string[];
  readonly moreAttributes: readonly string[];
  readonly omittedAttributes: readonly string[];
}

export const scopeValuesOf = ({ baseDn, scope }: Pick<Connector, "baseDn" | "scope">): ScopeValues => ({
  baseDn,
  moreBaseDns: scope.moreBaseDns.join("\n"),
  excludedDns: scope.excludedDns.join("\n"),
  peopleFilter: scope.peopleFilter ?? "",
  groupFilter: scope.groupFilter ?? "",
  emailDomains: scope.emailDomains,
  moreAttributes: scope.moreAttributes,
  omittedAttributes: scope.omittedAttributes,
});

export const scopeSentOf = (values: ScopeValues): Sent => ({
  baseDn: values.baseDn.trim(),
  "scope.moreBaseDns": linesOf(values.moreBaseDns),
  "scope.excludedDns": linesOf(values.excludedDns),
  "scope.peopleFilter": orNull(values.peopleFilter),
  "scope.groupFilter": orNull(values.groupFilter),
  "scope.emailDomains": values.emailDomains,
  "scope.moreAttributes": values.moreAttributes,
  "scope.omittedAttributes": values.omittedAttributes,
});

const linesOf = (text: string): readonly string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

const orNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());
