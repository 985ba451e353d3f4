import type { Connector } from "../../../api/queries.ts";
import { prepare } from "../../../text/en/connect.ts";
import type { Sent } from "../form/changed-fields.ts";

export interface EnvironmentValues {
  readonly environment: Connector["environment"];
  /** Asked when the choice falls on G Suite; of a connector that is there already it has been said. */
  readonly gcdsConfirmed: boolean;
}

export const environmentValuesOf = ({ environment }: Pick<Connector, "environment">): EnvironmentValues => ({
  environment,
  gcdsConfirmed: environment === "g-suite",
});

export const environmentSentOf = ({ environment }: EnvironmentValues): Sent => ({ environment });

export const checkEnvironment = ({ environment, gcdsConfirmed }: EnvironmentValues): Record<string, string> =>
  environment === "g-suite" && !gcdsConfirmed ? { gcdsConfirmed: prepare.gcds.missing } : {};
