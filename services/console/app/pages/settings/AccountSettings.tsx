import { NativeSelect, Radio, Stack } from "@mantine/core";
import { IconCircleCheckFilled } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useConfigureAccount } from "../../api/commands.ts";
import { type Account, accountQuery } from "../../api/queries.ts";
import { useAccount } from "../../session/account.ts";
import { form } from "../../text/en/form.ts";
import { schedule, accountSettings as text } from "../../text/en/schedule.ts";
import { Loaded } from "../../ui/Loaded.tsx";
import { Page } from "../../ui/Page.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { RoleGate } from "../../ui/RoleGate.tsx";
import { Section } from "../../ui/Section.tsx";
import { REGION_ZONES, type Region } from "../connector/schedule/upcoming.ts";
import { ZoneSelect } from "../connector/schedule/ZoneSelect.tsx";
import { zoneWords } from "../connector/schedule/zone-words.ts";
import style from "./AccountSettings.module.css";
import { Attention } from "./Attention.tsx";
import { Effect } from "./Effect.tsx";

/** Account → Settings: where the account is held, whose clock its connectors follow, and who is told that one needs somebody. */
export const AccountSettings = () => {
  const { account } = useAccount();
  return (
    <Page title={text.title} lead={text.lead(account)}>
      <Loaded query={useQuery(accountQuery(account))}>
        {(stored) => (
          <>
            <RegionAndClock stored={stored} />
            <Attention stored={stored} />
          </>
        )}
      </Loaded>
    </Page>
  );
};

const RegionAndClock = ({ stored }: { readonly stored: Account }) => {
  const [region, setRegion] = useState<Region>(stored.region);
  const [hasOwnZone, setHasOwnZone] = useState(stored.zone !== REGION_ZONES[stored.region]);
  const [ownZone, setOwnZone] = useState(hasOwnZone ? stored.zone : "");
  const [tried, setTried] = useState(false);
  const { mutate, isPending, isSuccess, error } = useConfigureAccount(stored.id);
  const zone = hasOwnZone ? ownZone : REGION_ZONES[region];
  const isChanged = region !== stored.region || zone !== stored.zone;

  const save = () => {
    setTried(true);
    if (zone !== "" && isChanged) mutate({ region, ...(hasOwnZone ? { zone } : {}) });
  };

  return (
    <form
      className={style.form}
      noValidate
      aria-label={text.region.title}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Section title={text.region.title}>
        <Stack gap="lg">
          <NativeSelect
            label={text.region.label}
            description={text.region.help}
            value={region}
            onChange={({ currentTarget }) => setRegion(currentTarget.value as Region)}
            data={Object.entries(REGION_ZONES).map(([id, zone]) => ({
              value: id,
              label: text.region.option(text.region.names[id as Region], zoneWords(zone)),
            }))}
            maw={420}
          />
          <div>
            <Radio.Group label={text.zone.label} value={hasOwnZone ? "own" : "region"} onChange={(value) => setHasOwnZone(value === "own")}>
              <Stack gap="xs" mt="xs">
                <Radio
                  value="region"
                  label={text.zone.region(zoneWords(REGION_ZONES[region]))}
                  description={REGION_ZONES[region].startsWith("Etc/") ? text.zone.fixed : undefined}
                />
                <Radio value="own" label={text.zone.own} />
              </Stack>
            </Radio.Group>
            {hasOwnZone && (
              <div className={style.own}>
                <ZoneSelect value={ownZone} onChange={setOwnZone} error={tried && ownZone === "" ? schedule.zone.missing : undefined} />
              </div>
            )}
          </div>
        </Stack>
      </Section>
      <Effect account={stored.id} before={stored.zone} after={zone === "" ? stored.zone : zone} />
      {error !== null && <ProblemNotice error={error} />}
      <div className={style.foot}>
        <RoleGate needs="admin" unless={isChanged || zone === "" ? undefined : form.unchanged} type="submit" loading={isPending}>
          {form.save}
        </RoleGate>
        <span role="status">
          {isSuccess && !isChanged && (
            <span className={style.saved}>
              <IconCircleCheckFilled size={15} aria-hidden /> {text.saved}
            </span>
          )}
        </span>
      </div>
    </form>
  );
};
