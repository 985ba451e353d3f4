import { Button, Group, Modal, Stack } from "@mantine/core";
import { IconCircleCheckFilled } from "@tabler/icons-react";
import { useBlocker } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef } from "react";
import { form as text } from "../../../text/en/form.ts";
import { Diff } from "../../../ui/Diff.tsx";
import { Notice } from "../../../ui/Notice.tsx";
import { RoleGate } from "../../../ui/RoleGate.tsx";
import style from "./ConnectorForm.module.css";
import type { Meanwhile, ConnectorForm as Shown } from "./use-connector-form.ts";

interface Props {
  readonly form: Omit<Shown<unknown>, "values" | "set" | "checkAll">;
  /** Of the form, for screen readers. */
  readonly label: string;
  /** What the fields are called, for telling what was changed in them. */
  readonly labels: Readonly<Record<string, string>>;
  readonly children: ReactNode;
  /** Beside Save. */
  readonly actions?: ReactNode;
}

/** The fields, what speaks against them, and Save. The first field that is refused takes the focus. */
export const ConnectorForm = ({ form, label, labels, children, actions }: Props) => {
  const { errors, changes, meanwhile, isSaving, isJustSaved, save, discard } = form;
  const element = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (Object.keys(errors.fields).length > 0) element.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [errors]);
  return (
    <form
      ref={element}
      noValidate
      aria-label={label}
      className={style.form}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {children}
      {(meanwhile.length > 0 || errors.rest !== undefined) && <Refusal meanwhile={meanwhile} rest={errors.rest} labels={labels} />}
      <div className={style.foot}>
        <RoleGate needs="admin" unless={changes === undefined ? text.unchanged : undefined} type="submit" loading={isSaving}>
          {text.save}
        </RoleGate>
        {actions}
        {changes !== undefined && (
          <Button variant="subtle" color="gray" onClick={discard}>
            {text.discard}
          </Button>
        )}
        <span role="status">
          {isJustSaved && (
            <span className={style.saved}>
              <IconCircleCheckFilled size={15} aria-hidden /> {text.saved}
            </span>
          )}
        </span>
      </div>
      <AskBeforeLeaving unsaved={changes !== undefined} />
    </form>
  );
};

const Refusal = ({
  meanwhile,
  rest,
  labels,
}: {
  readonly meanwhile: readonly Meanwhile[];
  readonly rest: string | undefined;
  readonly labels: Props["labels"];
}) => {
  if (meanwhile.length === 0)
    return (
      <Notice tone="failed" title={text.errors} urgent>
        {rest}
      </Notice>
    );
  return (
    <Notice tone="attention" title={text.meanwhile.title} urgent>
      <Stack gap="xs">
        <span>
          {rest !== undefined && `${text.meanwhile.refused} `}
          {text.meanwhile.text}
        </span>
        <Diff
          label={text.meanwhile.title}
          changes={meanwhile.map(({ name, before, after }) => ({
            field: labels[name] ?? name,
            before: wordsOf(before),
            after: wordsOf(after),
          }))}
        />
      </Stack>
    </Notice>
  );
};

const wordsOf = (value: unknown): readonly string[] => {
  if (value === null || value === undefined || value === "") return [];
  if (Array.isArray(value)) return value.map(String);
  if (typeof value === "boolean") return [value ? text.yes : text.no];
  return [String(value)];
};

const AskBeforeLeaving = ({ unsaved }: { readonly unsaved: boolean }) => {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => unsaved && current.pathname !== next.pathname,
    enableBeforeUnload: unsaved,
    withResolver: true,
  });
  return (
    <Modal opened={status === "blocked"} onClose={() => reset?.()} title={text.leave.title}>
      <Stack>
        <span>{text.leave.text}</span>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => reset?.()}>
            {text.leave.stay}
          </Button>
          <Button color="red" onClick={() => proceed?.()}>
            {text.leave.leave}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};
