import type { ShownCertificate } from "@dirstream/contracts";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useRegisterConnector } from "../../api/commands.ts";
import { formErrors, Problem } from "../../api/problem.ts";
import { useAccount } from "../../session/account.ts";
import { form as text } from "../../text/en/connect.ts";
import { Foreign } from "../../ui/Foreign.tsx";
import { ButtonLink } from "../../ui/Link.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Page } from "../../ui/Page.tsx";
import { RoleGate } from "../../ui/RoleGate.tsx";
import { isAboutFields } from "./about-fields.ts";
import style from "./Connect.module.css";
import { ConnectionForm } from "./ConnectionForm.tsx";
import { endDraft, useDraft } from "./draft.ts";
import { PreviewPanel } from "./PreviewPanel.tsx";
import { connectorOf, FIELD_NAMES, type Fields } from "./rules/fields.ts";
import { allows, type Role, type Tested, verdictOf } from "./rules/tested.ts";
import { Foot, Steps, useTrail } from "./Steps.tsx";
import { TestPanel } from "./TestPanel.tsx";
import { useConnectionTest } from "./use-connection-test.ts";
import { useForm } from "./use-form.ts";

/** The form, and beside it whether what it says leads to a directory. */
export const Connect = () => {
  const { account } = useAccount();
  const { environment } = useDraft(account);
  const navigate = useNavigate();
  const form = useForm(account);
  const [isPasswordGone] = useState(() => form.fields.bindDn !== "" && form.fields.bindPassword === "");
  const test = useConnectionTest(account);
  const register = useRegisterConnector(account);
  const [above, setAbove] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const outcome = useRef<HTMLDivElement>(null);
  const focus = useFocusFirstProblem();

  const checked = (): Fields | undefined => {
    const fields = form.check();
    setAbove(undefined);
    if (fields === undefined) focus.next();
    return fields;
  };
  const refused = (error: unknown): void => {
    if (!(error instanceof Problem)) throw error;
    const { fields, rest } = formErrors(error, FIELD_NAMES);
    form.refuse(fields);
    setAbove(rest);
    if (Object.keys(fields).length > 0) focus.next();
  };
  const tested = async (fields: Fields): Promise<Tested | undefined> => {
    setAbove(undefined);
    try {
      return await test.run(fields);
    } catch (error) {
      // What is about no field stands in the test itself.
      if (isAboutFields(error)) refused(error);
      else outcome.current?.focus();
      return undefined;
    }
  };
  const connect = async (): Promise<void> => {
    const fields = checked();
    if (fields === undefined) return;
    const known = test.tested?.outcome === undefined || test.isRunning ? undefined : test.tested;
    const isKnown = known !== undefined && verdictOf(known, fields).kind !== "outOfDate";
    const result = isKnown ? known : await tested(fields);
    if (result === undefined) return;
    const verdict = verdictOf(result, fields);
    if (!allows(verdict)) {
      setAbove(verdict.kind === "confirm" ? text.notSaved.confirm : text.notSaved.failed);
      return outcome.current?.focus();
    }
    try {
      const { connectorId } = await register.mutateAsync(connectorOf(fields, environment));
      await navigate({ to: "/$account/connect/summary/$connector", params: { account, connector: connectorId } });
      endDraft(account);
    } catch (error) {
      refused(error);
    }
  };
  const synchronize = async () => {
    setBusy(true);
    await connect().finally(() => setBusy(false));
  };
  const trust = (role: Role, certificate: ShownCertificate) => {
    void tested(form.trust(role, certificate));
    // The button that had the focus goes away.
    outcome.current?.focus();
  };

  return (
    <Page title={text.title} lead={text.lead} trail={useTrail()} tabs={<Steps at="connect" />}>
      <form
        ref={focus.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void synchronize();
        }}
      >
        <div className={style.columns}>
          <div className={style.column}>
            <ConnectionForm
              form={form}
              password={{ hint: isPasswordGone ? text.bindPassword.notKept : text.bindPassword.hint, isNeeded: true }}
            />
          </div>
          <div className={style.column}>
            <TestPanel
              test={test}
              fields={form.fields}
              onTrust={trust}
              result={outcome}
              onTest={() => {
                const fields = checked();
                if (fields !== undefined) void tested(fields);
              }}
            />
            <PreviewPanel account={account} fields={form.fields} environment={environment} checked={checked} onRefused={refused} />
          </div>
        </div>
        <div aria-live="polite" className={style.above}>
          {above !== undefined && (
            <Notice tone="failed">
              <Foreign text={above} />
            </Notice>
          )}
        </div>
        <Foot
          back={
            <ButtonLink to="/$account/connect/prepare" params={{ account }} variant="default">
              {text.back}
            </ButtonLink>
          }
        >
          <RoleGate needs="admin" type="submit" loading={isBusy}>
            {text.synchronize}
          </RoleGate>
        </Foot>
      </form>
    </Page>
  );
};

/** The first field with a problem takes the focus, as soon as it is shown as one. */
const useFocusFirstProblem = () => {
  const form = useRef<HTMLFormElement>(null);
  const [wanted, want] = useState(0);
  useEffect(() => {
    if (wanted === 0) return;
    const field = form.current?.querySelector<HTMLElement>("[aria-invalid=true]");
    field?.closest("details")?.setAttribute("open", "");
    field?.focus();
  }, [wanted]);
  return { form, next: () => want((times) => times + 1) };
};
