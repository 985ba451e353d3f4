import { NativeSelect, PasswordInput, TextInput } from "@mantine/core";
import { IconAlertTriangle, IconInfoCircle } from "@tabler/icons-react";
import type { ChangeEvent, ReactNode } from "react";
import { dn, form as text } from "../../text/en/connect.ts";
import { Foreign } from "../../ui/Foreign.tsx";
import style from "./ConnectionForm.module.css";
import { DnHelp } from "./DnHelp.tsx";
import { MoreFields } from "./MoreFields.tsx";
import { MODES, type Mode } from "./rules/fields.ts";
import { portWarning } from "./rules/port.ts";
import { type Saved, TrustedKeys } from "./TrustedKeys.tsx";
import type { Form } from "./use-form.ts";

type TextName = "primaryHost" | "secondaryHost" | "port" | "bindDn" | "bindPassword" | "baseDn" | "name";

interface Shown {
  readonly form: Form;
  /** Of a saved connector it may stay; said as a warning where it has to be entered again. */
  readonly password: { readonly hint: string; readonly isNeeded: boolean };
  /** What was said by the certificates whose keys are saved. */
  readonly confirmed?: Saved;
}

/** The seven fields, the name, and what few need. */
export const ConnectionForm = ({ form, password, confirmed = {} }: Shown) => {
  const { fields } = form;
  const mode = text.encryptionMode[fields.encryptionMode];
  const isSame = fields.secondaryHost.trim() !== "" && fields.secondaryHost.trim() === fields.primaryHost.trim();
  return (
    <div className={style.fields}>
      <TextInput {...textField(form, "primaryHost")} required />
      <TextInput {...textField(form, "secondaryHost", isSame ? text.secondaryHost.same : undefined)} />
      <NativeSelect
        label={text.encryptionMode.label}
        value={fields.encryptionMode}
        onChange={({ currentTarget }) => form.change("encryptionMode", currentTarget.value as Mode)}
        data={MODES.map((value) => ({ value, label: text.encryptionMode[value].name }))}
        description={<Hint warning={fields.encryptionMode === "none" ? mode.text : undefined}>{mode.text}</Hint>}
        inputWrapperOrder={ORDER}
        error={told(form.problems.encryptionMode)}
        required
      />
      <TrustedKeys form={form} saved={confirmed} />
      <TextInput
        {...textField(form, "port", portWarning(fields))}
        inputMode="numeric"
        classNames={{ wrapper: style.short as string }}
        required
      />
      <TextInput {...textField(form, "bindDn")} required />
      <details className={style.help}>
        <summary>{dn.title}</summary>
        <DnHelp />
      </details>
      <PasswordInput
        {...textField(form, "bindPassword")}
        description={<Hint>{password.hint}</Hint>}
        aria-invalid={form.problems.bindPassword !== undefined}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ "aria-label": text.bindPassword.show, tabIndex: 0 }}
        required={password.isNeeded}
      />
      <TextInput {...textField(form, "baseDn")} required />
      <TextInput {...textField(form, "name")} spellCheck maxLength={100} required />
      <MoreFields form={form} />
    </div>
  );
};

/** What is wrong stands right under the field, and then what explains it. */
const ORDER: ("label" | "input" | "description" | "error")[] = ["label", "input", "error", "description"];

const told = (problem: string | undefined): ReactNode => problem !== undefined && <Foreign text={problem} />;

const textField = (form: Form, name: TextName, warning?: string) => ({
  name,
  label: text[name].label,
  value: form.fields[name],
  onChange: ({ currentTarget }: ChangeEvent<HTMLInputElement>) => void form.change(name, currentTarget.value),
  onBlur: () => form.leave(name),
  description: (
    <Hint warning={warning} said={form.said[name]}>
      {text[name].hint}
    </Hint>
  ),
  inputWrapperOrder: ORDER,
  error: told(form.problems[name]),
  autoComplete: "off",
  autoCapitalize: "none",
  spellCheck: false,
});

interface Hinted {
  readonly warning?: string | undefined;
  /** What was corrected. */
  readonly said?: string | undefined;
  readonly children: string;
}

const Hint = ({ warning, said, children }: Hinted) => (
  <>
    {warning !== children && <span className={style.hint}>{children}</span>}
    <span role="status">
      {said !== undefined && (
        <span className={style.said}>
          <IconInfoCircle size={14} aria-hidden /> {said}
        </span>
      )}
      {warning !== undefined && (
        <span className={style.warning}>
          <IconAlertTriangle size={14} aria-hidden /> {warning}
        </span>
      )}
    </span>
  </>
);
