import { Button, Checkbox, FileButton, Group, Textarea } from "@mantine/core";
import { form as text } from "../../text/en/connect.ts";
import style from "./ConnectionForm.module.css";
import { pemOf } from "./rules/certificate-authority.ts";
import type { Form } from "./use-form.ts";

/** What few need: TLS inside a plain connection, and an authority of one's own. */
export const MoreFields = ({ form }: { readonly form: Form }) => {
  const { fields, problems, change, leave } = form;
  const { more } = text;
  const isNone = fields.encryptionMode === "none";
  const isStrict = fields.encryptionMode === "strict";
  const hasProblem = problems.certificateAuthority !== undefined || problems.startTls !== undefined;
  const read = async (file: File | null) => {
    if (file !== null) change("certificateAuthority", pemOf(new Uint8Array(await file.arrayBuffer())));
  };
  return (
    <details className={style.help} open={hasProblem || undefined}>
      <summary>{more.title}</summary>
      <div className={style.more}>
        <Checkbox
          label={more.startTls}
          description={isNone ? more.startTlsNone : more.startTlsHint}
          checked={fields.startTls}
          disabled={isNone}
          onChange={({ currentTarget }) => change("startTls", currentTarget.checked)}
          error={problems.startTls}
        />
        <Textarea
          label={more.ca}
          description={isStrict ? `${more.caHint}, ${more.caPaste}` : more.caStrict}
          value={fields.certificateAuthority}
          disabled={!isStrict}
          onChange={({ currentTarget }) => change("certificateAuthority", currentTarget.value)}
          onBlur={() => leave("certificateAuthority")}
          error={problems.certificateAuthority}
          autosize
          minRows={2}
          maxRows={6}
          spellCheck={false}
          classNames={{ input: style.key as string }}
        />
        <Group gap="xs">
          <FileButton onChange={(file) => void read(file)} accept=".pem,.crt,.cer,.der" disabled={!isStrict}>
            {(props) => (
              <Button {...props} size="xs" variant="default" disabled={!isStrict}>
                {more.caChoose}
              </Button>
            )}
          </FileButton>
          {fields.certificateAuthority !== "" && (
            <Button size="xs" variant="default" onClick={() => change("certificateAuthority", "")}>
              {more.caRemove}
            </Button>
          )}
        </Group>
      </div>
    </details>
  );
};
