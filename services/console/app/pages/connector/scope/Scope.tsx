import { Stack, TagsInput, Textarea, TextInput } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useEffectEvent } from "react";
import { preview as previewText, scope as text } from "../../../text/en/scope.ts";
import { RoleGate } from "../../../ui/RoleGate.tsx";
import { Section } from "../../../ui/Section.tsx";
import { isAboutFields } from "../../connect/about-fields.ts";
import { ConnectorForm } from "../form/ConnectorForm.tsx";
import fields from "../form/fields.module.css";
import { useConnectorForm } from "../form/use-connector-form.ts";
import { PreviewPanel } from "../preview/PreviewPanel.tsx";
import { usePreview } from "../preview/use-preview.ts";
import { type ScopeValues, scopeSentOf, scopeValuesOf } from "./scope-values.ts";

const route = getRouteApi("/$account/connectors/$connector/scope");

/** What one connector reads and records; what a change of it would do can be seen before it is made. */
export const Scope = () => {
  const { account, connector } = route.useParams();
  const form = useConnectorForm({ account, connector, valuesOf: scopeValuesOf, sentOf: scopeSentOf });
  const preview = usePreview(`/api/v1/accounts/${encodeURIComponent(account)}/connectors/${encodeURIComponent(connector)}/preview`);
  const asked = form.changes ?? {};
  const refuse = useEffectEvent(form.refuse);
  useEffect(() => {
    if (isAboutFields(preview.error)) refuse(preview.error);
  }, [preview.error]);
  return (
    <>
      <ConnectorForm
        form={form}
        label={text.title}
        labels={text.labels}
        actions={
          <RoleGate
            needs={form.changes === undefined ? "operator" : "admin"}
            variant="default"
            loading={preview.state === "running"}
            onClick={() => preview.start(asked)}
          >
            {previewText.button}
          </RoleGate>
        }
      >
        <Fields values={form.values} set={form.set} errors={form.errors.fields} />
      </ConnectorForm>
      <PreviewPanel preview={preview} outdated={JSON.stringify(preview.of) !== JSON.stringify(asked)} />
    </>
  );
};

interface Shown {
  readonly values: ScopeValues;
  readonly set: (changed: Partial<ScopeValues>) => void;
  readonly errors: Readonly<Record<string, string>>;
}

const Fields = ({ values, set, errors }: Shown) => {
  /** The label, the help and what is wrong, by the name that the field is sent with. */
  const of = (name: keyof typeof text.labels) => ({ label: text.labels[name], description: text.help[name], error: errors[name] });
  const technical = { className: fields.technical, spellCheck: false, autoComplete: "off" } as const;
  return (
    <>
      <Section title={text.where.title}>
        <Stack className={fields.wide}>
          <TextInput
            {...of("baseDn")}
            {...technical}
            value={values.baseDn}
            onChange={({ currentTarget }) => set({ baseDn: currentTarget.value })}
            withAsterisk
          />
          <Textarea
            {...of("scope.moreBaseDns")}
            {...technical}
            autosize
            minRows={2}
            value={values.moreBaseDns}
            onChange={({ currentTarget }) => set({ moreBaseDns: currentTarget.value })}
          />
          <Textarea
            {...of("scope.excludedDns")}
            {...technical}
            autosize
            minRows={2}
            value={values.excludedDns}
            onChange={({ currentTarget }) => set({ excludedDns: currentTarget.value })}
          />
        </Stack>
      </Section>
      <Section title={text.who.title}>
        <Stack className={fields.wide}>
          <TextInput
            {...of("scope.peopleFilter")}
            {...technical}
            value={values.peopleFilter}
            onChange={({ currentTarget }) => set({ peopleFilter: currentTarget.value })}
          />
          <TextInput
            {...of("scope.groupFilter")}
            {...technical}
            value={values.groupFilter}
            onChange={({ currentTarget }) => set({ groupFilter: currentTarget.value })}
          />
          <Words {...of("scope.emailDomains")} value={values.emailDomains} onChange={(emailDomains) => set({ emailDomains })} />
        </Stack>
      </Section>
      <Section title={text.attributes.title}>
        <Stack className={fields.wide}>
          <Words {...of("scope.moreAttributes")} value={values.moreAttributes} onChange={(moreAttributes) => set({ moreAttributes })} />
          <Words
            {...of("scope.omittedAttributes")}
            value={values.omittedAttributes}
            onChange={(omittedAttributes) => set({ omittedAttributes })}
          />
        </Stack>
      </Section>
    </>
  );
};

interface WordsShown {
  readonly label: string;
  readonly description: string;
  readonly error: string | undefined;
  readonly value: readonly string[];
  readonly onChange: (value: string[]) => void;
}

/** Names without blanks: one after the other, pasted or typed. */
const Words = ({ value, ...rest }: WordsShown) => (
  <TagsInput {...rest} value={[...value]} splitChars={[",", ";", " "]} acceptValueOnBlur spellCheck={false} className={fields.technical} />
);
