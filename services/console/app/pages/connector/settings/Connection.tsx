import { getRouteApi } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { settings } from "../../../text/en/settings.ts";
import { Section } from "../../../ui/Section.tsx";
import { isAboutFields } from "../../connect/about-fields.ts";
import { ConnectionForm } from "../../connect/ConnectionForm.tsx";
import { changed, FIELD_NAMES, type Fields, PIN_OF, problemsOf, type Sentences, settled, trusting } from "../../connect/rules/fields.ts";
import { TestPanel } from "../../connect/TestPanel.tsx";
import { useTestAt } from "../../connect/use-connection-test.ts";
import type { Form } from "../../connect/use-form.ts";
import { ConnectorForm } from "../form/ConnectorForm.tsx";
import { useConnectorForm } from "../form/use-connector-form.ts";
import { connectionProblems, connectionSentOf, fieldsOf, testedChangesOf } from "./connection-values.ts";
import { isPasswordNeeded } from "./password-needed.ts";
import style from "./Settings.module.css";

const route = getRouteApi("/$account/connectors/$connector/settings");
const text = settings.connection;

/** The form that the connector was made with, and its test beside it; the password stays where it is left blank. */
export const Connection = () => {
  const { account, connector } = route.useParams();
  const form = useConnectorForm<Fields>({
    ...{ account, connector, valuesOf: fieldsOf, sentOf: connectionSentOf },
    check: connectionProblems,
  });
  const { values: fields, saved, errors, set, say, checkAll } = form;
  const [said, setSaid] = useState<Sentences>({});
  const path = `/api/v1/accounts/${encodeURIComponent(account)}/connectors/${encodeURIComponent(connector)}/test`;
  const test = useTestAt(path, (tested) => testedChangesOf(saved, tested));
  const result = useRef<HTMLDivElement>(null);
  const isNeeded = isPasswordNeeded(saved, fields);

  const asForm: Form = {
    fields,
    problems: errors.fields,
    said,
    change: (name, value) => {
      const next = changed(fields, name, value);
      set(next);
      say({ [name]: undefined });
      setSaid({ ...said, [name]: undefined });
      return next;
    },
    trust: (role, shown) => {
      const next = trusting(fields, role, shown);
      set(next);
      say({ [PIN_OF[role].key]: undefined, [PIN_OF[role].certificate]: undefined });
      return next;
    },
    leave: (name) => {
      const left = settled(fields, name);
      set(left.fields);
      setSaid({ ...said, ...left.said });
      if (fields[name] !== "") say({ [name]: problemsOf(left.fields)[name] });
    },
    check: () => {
      let [now, corrections] = [fields, said];
      for (const name of FIELD_NAMES) {
        const left = settled(now, name);
        [now, corrections] = [left.fields, { ...corrections, ...left.said }];
      }
      set(now);
      setSaid(corrections);
      return checkAll(now) ? now : undefined;
    },
    refuse: say,
  };
  const run = (tested: Fields): void => {
    // What belongs to no field is told beside the stages.
    void test.run(tested).catch((error: unknown) => isAboutFields(error) && form.refuse(error));
  };

  return (
    <div className={style.columns}>
      <ConnectorForm form={form} label={text.title} labels={text.labels}>
        <Section title={text.title}>
          <ConnectionForm
            form={asForm}
            password={{ hint: isNeeded ? text.passwordNeeded : text.passwordKept, isNeeded }}
            confirmed={{ primary: saved.pinnedCertificate, secondary: saved.secondaryPinnedCertificate }}
          />
        </Section>
      </ConnectorForm>
      <TestPanel
        test={test}
        fields={fields}
        result={result}
        needs={Object.keys(testedChangesOf(saved, fields)).length === 0 ? "operator" : "admin"}
        onTest={() => {
          const checked = asForm.check();
          if (checked !== undefined) run(checked);
        }}
        onTrust={(role, certificate) => {
          run(asForm.trust(role, certificate));
          // The button that had the focus goes away.
          result.current?.focus();
        }}
      />
    </div>
  );
};
