import { Stack, Textarea, TextInput } from "@mantine/core";
import { IconCircleCheckFilled } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTellAttention, useTestAttention } from "../../api/commands.ts";
import { formErrors, Problem } from "../../api/problem.ts";
import { type Account, type Told, toldQuery } from "../../api/queries.ts";
import { attention as text } from "../../text/en/attention.ts";
import { form } from "../../text/en/form.ts";
import { accountSettings } from "../../text/en/schedule.ts";
import { Copyable } from "../../ui/Copyable.tsx";
import { Loaded } from "../../ui/Loaded.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { RoleGate } from "../../ui/RoleGate.tsx";
import { Section } from "../../ui/Section.tsx";
import style from "./AccountSettings.module.css";
import { attentionOf, type Entered, enteredOf, isSame } from "./attention-values.ts";
import { Destinations } from "./Destinations.tsx";
import { Tested } from "./Tested.tsx";

const FIELDS = Object.keys(text.labels);

/** Where it is told that a connector needs somebody, and whether it arrives. */
export const Attention = ({ stored }: { readonly stored: Account }) => {
  const [entered, setEntered] = useState<Entered>(() => enteredOf(stored.attention));
  const told = useQuery(toldQuery(stored.id));
  const save = useTellAttention(stored.id);
  const test = useTestAttention(stored.id);
  const isChanged = !isSame(attentionOf(entered), stored.attention);
  const isNowhere = stored.attention.emails.length === 0 && stored.attention.webhook === null;
  const errors = save.error instanceof Problem ? formErrors(save.error, FIELDS) : undefined;
  const set = (changed: Partial<Entered>) => setEntered({ ...entered, ...changed });

  return (
    <form
      className={style.form}
      noValidate
      aria-label={text.title}
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged) save.mutate(attentionOf(entered), { onSuccess: ({ attention }) => setEntered(enteredOf(attention)) });
      }}
    >
      <Section title={text.title}>
        <p className={style.lead}>{text.lead}</p>
        <Stack gap="lg" maw={560}>
          <Textarea
            label={text.emails.label}
            description={text.emails.help}
            error={errors?.fields["attention.emails"]}
            value={entered.emails}
            onChange={({ currentTarget }) => set({ emails: currentTarget.value })}
            autosize
            minRows={2}
            spellCheck={false}
            autoComplete="off"
          />
          <TextInput
            type="url"
            label={text.webhook.label}
            description={text.webhook.help}
            error={errors?.fields["attention.webhook"]}
            value={entered.webhook}
            onChange={({ currentTarget }) => set({ webhook: currentTarget.value })}
            spellCheck={false}
            autoComplete="off"
          />
        </Stack>
        <Loaded query={told}>{(found) => <SetUp told={found} />}</Loaded>
      </Section>
      {save.error !== null && (errors === undefined || errors.rest !== undefined) && <ProblemNotice error={save.error} />}
      <div className={style.foot}>
        <RoleGate needs="admin" unless={isChanged ? undefined : form.unchanged} type="submit" loading={save.isPending}>
          {text.save}
        </RoleGate>
        <RoleGate
          needs="admin"
          variant="default"
          unless={isChanged ? text.test.unsaved : isNowhere ? text.test.nowhere : undefined}
          loading={test.isPending}
          onClick={() => test.mutate()}
        >
          {text.test.button}
        </RoleGate>
        <span role="status">
          {save.isSuccess && !isChanged && (
            <span className={style.saved}>
              <IconCircleCheckFilled size={15} aria-hidden /> {accountSettings.saved}
            </span>
          )}
        </span>
      </div>
      {test.error !== null && <ProblemNotice error={test.error} />}
      {test.data !== undefined && <Tested destinations={test.data.destinations} />}
      {told.data !== undefined && told.data.destinations.length > 0 && <Destinations destinations={told.data.destinations} />}
    </form>
  );
};

/** What this installation can tell with; the key is asked for by whoever checks signatures. */
const SetUp = ({ told: { email, webhook } }: { readonly told: Told }) => (
  <Stack gap="sm" mt="lg" maw={720}>
    {!email.isSetUp && <Notice tone="running">{text.notSetUp.email(email.setting)}</Notice>}
    {!webhook.isSetUp && <Notice tone="running">{text.notSetUp.webhook(webhook.setting)}</Notice>}
    {webhook.publicKeys.map((key) => (
      <div key={key} className={style.key}>
        <span>{text.webhook.key}</span>
        <Copyable value={key} what={text.webhook.keyWhat}>
          <code>{key}</code>
        </Copyable>
      </div>
    ))}
  </Stack>
);
