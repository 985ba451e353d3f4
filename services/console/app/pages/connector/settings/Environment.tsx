import { Checkbox, Radio, Stack } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { prepare, tasks } from "../../../text/en/connect.ts";
import { settings } from "../../../text/en/settings.ts";
import { Section } from "../../../ui/Section.tsx";
import { ENVIRONMENTS } from "../../connect/rules/fields.ts";
import { ConnectorForm } from "../form/ConnectorForm.tsx";
import { useConnectorForm } from "../form/use-connector-form.ts";
import { checkEnvironment, type EnvironmentValues, environmentSentOf, environmentValuesOf } from "./environment-values.ts";

const route = getRouteApi("/$account/connectors/$connector/settings");
const text = settings.environment;

/** What the directory is a part of. It changes nothing of what is read. */
export const Environment = () => {
  const { account, connector } = route.useParams();
  const form = useConnectorForm({
    ...{ account, connector },
    ...{ valuesOf: environmentValuesOf, sentOf: environmentSentOf, check: checkEnvironment },
  });
  const { values, set, errors } = form;
  return (
    <Section title={text.title}>
      <ConnectorForm form={form} label={text.title} labels={{ environment: text.title }}>
        <Radio.Group
          label={tasks.environment.label}
          value={values.environment}
          onChange={(environment) => set({ environment: environment as EnvironmentValues["environment"] })}
        >
          <Stack gap="xs" mt="xs">
            {ENVIRONMENTS.map((environment) => (
              <Radio
                key={environment}
                value={environment}
                label={tasks.environment[environment].name}
                description={tasks.environment[environment].text}
              />
            ))}
          </Stack>
        </Radio.Group>
        {values.environment === "g-suite" && form.saved.environment !== "g-suite" && (
          <Checkbox
            label={prepare.gcds.confirm}
            description={prepare.gcds.text}
            checked={values.gcdsConfirmed}
            onChange={({ currentTarget }) => set({ gcdsConfirmed: currentTarget.checked })}
            error={errors.fields.gcdsConfirmed}
            aria-invalid={errors.fields.gcdsConfirmed !== undefined}
          />
        )}
      </ConnectorForm>
    </Section>
  );
};
