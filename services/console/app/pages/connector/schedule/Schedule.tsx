import { ActionIcon, Button, InputError, Radio, Stack, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { accountQuery } from "../../../api/queries.ts";
import { schedule as text } from "../../../text/en/schedule.ts";
import { Link } from "../../../ui/Link.tsx";
import { Loaded } from "../../../ui/Loaded.tsx";
import { Notice } from "../../../ui/Notice.tsx";
import { Section } from "../../../ui/Section.tsx";
import { ConnectorForm } from "../form/ConnectorForm.tsx";
import { useConnectorForm } from "../form/use-connector-form.ts";
import { NextRuns } from "./NextRuns.tsx";
import style from "./Schedule.module.css";
import { checkSchedule, type ScheduleValues, scheduleSentOf, scheduleValuesOf, timesIn } from "./schedule-values.ts";
import { USUAL_TIMES } from "./upcoming.ts";
import { ZoneSelect } from "./ZoneSelect.tsx";
import { zoneWords } from "./zone-words.ts";

const route = getRouteApi("/$account/connectors/$connector/schedule");

/** When one connector is synchronised by itself. */
export const Schedule = () => {
  const { account } = route.useParams();
  return <Loaded query={useQuery(accountQuery(account))}>{({ zone }) => <Fields accountZone={zone} />}</Loaded>;
};

interface Part {
  readonly values: ScheduleValues;
  readonly set: (changed: Partial<ScheduleValues>) => void;
  readonly error: string | undefined;
}

const Fields = ({ accountZone }: { readonly accountZone: string }) => {
  const { account, connector } = route.useParams();
  const form = useConnectorForm({ account, connector, valuesOf: scheduleValuesOf, sentOf: scheduleSentOf, check: checkSchedule });
  const { values, set, errors, saved, changes } = form;
  const zone = values.hasOwnZone && values.zone !== "" ? values.zone : accountZone;
  const times = values.hasOwnTimes ? timesIn(values.times) : USUAL_TIMES;
  return (
    <ConnectorForm form={form} label={text.title} labels={text.labels}>
      <Section title={text.times.title}>
        <Times values={values} set={set} error={errors.fields["schedule.times"]} />
      </Section>
      <Section
        title={text.zone.title}
        aside={
          <Link to="/$account/settings" params={{ account }} size="xs">
            {text.zone.link}
          </Link>
        }
      >
        <Zone values={values} set={set} error={errors.fields["schedule.zone"]} accountZone={accountZone} />
      </Section>
      <Section title={text.next.title} aside={changes !== undefined && text.next.asTyped}>
        {saved.enabled ? <NextRuns times={times} zone={zone} /> : <Notice tone="running">{text.next.disabled}</Notice>}
        <p className={style.soft}>{text.clocks}</p>
      </Section>
    </ConnectorForm>
  );
};

const Times = ({ values: { hasOwnTimes, times }, set, error }: Part) => {
  const replaced = (at: number, time: string) => times.map((other, index) => (index === at ? time : other));
  return (
    <>
      <Radio.Group
        label={text.times.label}
        value={hasOwnTimes ? "own" : "usual"}
        onChange={(value) => set({ hasOwnTimes: value === "own" })}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="usual" label={text.times.usual(USUAL_TIMES.join(", "))} />
          <Radio value="own" label={text.times.own} />
        </Stack>
      </Radio.Group>
      {hasOwnTimes && (
        <div className={style.own}>
          <ul className={style.times}>
            {times.map((time, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a time is its place in the list while it is typed
              <li key={at}>
                <TextInput
                  type="time"
                  aria-label={text.times.one(at + 1)}
                  aria-invalid={error !== undefined}
                  value={time}
                  onChange={({ currentTarget }) => set({ times: replaced(at, currentTarget.value) })}
                />
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={text.times.remove(time)}
                  onClick={() => set({ times: times.filter((_, index) => index !== at) })}
                >
                  <IconX size={14} />
                </ActionIcon>
              </li>
            ))}
            <li>
              <Button variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => set({ times: [...times, ""] })}>
                {text.times.add}
              </Button>
            </li>
          </ul>
          {error !== undefined && (
            <InputError mt="xs" role="alert">
              {error}
            </InputError>
          )}
        </div>
      )}
    </>
  );
};

const Zone = ({ values: { hasOwnZone, zone }, set, error, accountZone }: Part & { readonly accountZone: string }) => (
  <>
    <Radio.Group label={text.zone.label} value={hasOwnZone ? "own" : "account"} onChange={(value) => set({ hasOwnZone: value === "own" })}>
      <Stack gap="xs" mt="xs">
        <Radio value="account" label={text.zone.account(zoneWords(accountZone))} />
        <Radio value="own" label={text.zone.own} />
      </Stack>
    </Radio.Group>
    {hasOwnZone && (
      <div className={style.own}>
        <ZoneSelect value={zone} onChange={(chosen) => set({ zone: chosen })} error={error} />
      </div>
    )}
  </>
);
