import { Button, NumberInput, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { countsQuery } from "../../../api/queries.ts";
import { settings } from "../../../text/en/settings.ts";
import { count } from "../../../text/numbers.ts";
import { Section } from "../../../ui/Section.tsx";
import { ConnectorForm } from "../form/ConnectorForm.tsx";
import { useConnectorForm } from "../form/use-connector-form.ts";
import { checkLimits, GUARDED, LIMITS, limitsSentOf, limitValuesOf, mostOf, USUAL_LIMITS } from "./limit-values.ts";
import style from "./Settings.module.css";

const route = getRouteApi("/$account/connectors/$connector/settings");
const text = settings.limits;

/** How much a run may take away by itself, and what each number means. */
export const Limits = () => {
  const { account, connector } = route.useParams();
  const form = useConnectorForm({ account, connector, valuesOf: limitValuesOf, sentOf: limitsSentOf, check: checkLimits });
  const { values, set, errors } = form;
  const counts = useQuery(countsQuery(account, connector)).data;
  const active = counts && counts.people + counts.contacts + counts.groups;
  const most = active === undefined ? undefined : mostOf(values.removals, active);
  return (
    <ConnectorForm
      form={form}
      label={text.title}
      labels={text.labels}
      actions={
        <Button variant="default" onClick={() => set(USUAL_LIMITS)}>
          {text.usual}
        </Button>
      }
    >
      <Section title={text.title}>
        <p className={style.lead}>{text.lead}</p>
        <div className={style.limits}>
          {GUARDED.map((guarded) => (
            <fieldset key={guarded} className={style.limit}>
              <legend>{text[guarded].title}</legend>
              <Stack gap="sm">
                {LIMITS.map((limit) => (
                  <NumberInput
                    key={limit}
                    label={text[guarded][limit]}
                    description={text[guarded][`${limit}Help`]}
                    value={values[guarded][limit]}
                    onChange={(value) => set({ [guarded]: { ...values[guarded], [limit]: typeof value === "number" ? value : "" } })}
                    error={errors.fields[`guard.${guarded}.${limit}`]}
                    min={0}
                    {...(limit === "percent" ? { max: 100, suffix: " %" } : {})}
                    allowDecimal={limit === "percent"}
                    thousandSeparator
                    hideControls
                    maw={260}
                  />
                ))}
              </Stack>
            </fieldset>
          ))}
        </div>
        {active !== undefined && most !== undefined && <p className={style.example}>{text.example(count(most), active)}</p>}
      </Section>
    </ConnectorForm>
  );
};
