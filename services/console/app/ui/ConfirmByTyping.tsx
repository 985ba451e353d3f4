import { Button, Group, Modal, Stack, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { words } from "../text/en/words.ts";
import { ProblemNotice } from "./ProblemNotice.tsx";

interface Shown {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What it means, spelled out. */
  readonly children: ReactNode;
  /** What has to be typed: a name, a number. */
  readonly phrase: string;
  readonly confirm: string;
  readonly asksReason?: boolean;
  /** Stays open with the sentence when it is refused. */
  readonly onConfirm: (reason: string) => Promise<unknown>;
}

/** For what cannot be taken back. The button can be pressed at any time and says what is missing. */
export const ConfirmByTyping = ({ opened, onClose, title, ...rest }: Shown) => (
  <Modal opened={opened} onClose={onClose} title={title} size="lg">
    {opened && <Question onClose={onClose} {...rest} />}
  </Modal>
);

const Question = ({ onClose, children, phrase, confirm, asksReason = false, onConfirm }: Omit<Shown, "opened" | "title">) => {
  const [typed, setTyped] = useState("");
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const isRight = typed.trim() === phrase;
  const isReasoned = !asksReason || reason.trim() !== "";

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    if (!isRight || !isReasoned) {
      event.currentTarget.querySelector<HTMLElement>("[aria-invalid=true], input, textarea")?.focus();
      return;
    }
    setBusy(true);
    setError(undefined);
    await onConfirm(reason.trim()).then(onClose, setError);
    setBusy(false);
  };

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <div>{children}</div>
        {error !== undefined && <ProblemNotice error={error} />}
        {asksReason && (
          <Textarea
            label={words.reason}
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
            error={tried && !isReasoned && words.reasonNeeded}
            maxLength={1000}
            autosize
            minRows={2}
            withAsterisk
          />
        )}
        <TextInput
          label={words.typeToConfirm(phrase)}
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          error={tried && !isRight && words.typedOther(phrase)}
          autoComplete="off"
          spellCheck={false}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" color="red" loading={busy}>
            {confirm}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
