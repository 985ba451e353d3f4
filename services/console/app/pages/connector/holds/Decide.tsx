import { Button, Group, Modal, Stack, Textarea } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { type HoldDecision, useDecideHold } from "../../../api/commands.ts";
import { Problem } from "../../../api/problem.ts";
import type { Hold } from "../../../api/queries.ts";
import { hold as text } from "../../../text/en/holds.ts";
import { words } from "../../../text/en/words.ts";
import { count } from "../../../text/numbers.ts";
import { ConfirmByTyping } from "../../../ui/ConfirmByTyping.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { RoleGate } from "../../../ui/RoleGate.tsx";
import style from "./Hold.module.css";
import { heldItems } from "./sentence.ts";

const route = getRouteApi("/$account/connectors/$connector/holds/$hold");

interface Shown {
  readonly hold: Hold;
  /** Said in both dialogs, so that it is read where the decision falls. */
  readonly sentence: string;
  readonly enabled: boolean;
  /** Something else waits by now, or nothing does. */
  readonly onSuperseded: () => void;
}

/** Exactly these go, or all of them stay: nothing in between, and never without a reason. */
export const Decide = ({ hold, sentence, enabled, onSuperseded }: Shown) => {
  const { account, connector } = route.useParams();
  const { mutateAsync } = useDecideHold(account, connector);
  const [asked, setAsked] = useState<HoldDecision>();
  const close = () => setAsked(undefined);
  const items = heldItems(hold.held);
  const unless = enabled ? undefined : text.decide.disabled;

  const decide = async (decision: HoldDecision, reason: string): Promise<void> => {
    try {
      await mutateAsync({ hold: hold.holdId, digest: hold.digest, decision, reason });
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "holdNotOpen") throw error;
      onSuperseded();
    }
  };

  return (
    <div className={style.decision}>
      <RoleGate needs="operator" unless={unless} color="red" onClick={() => setAsked("approve")}>
        {text.decide.approve(count(items))}
      </RoleGate>
      <RoleGate needs="operator" unless={unless} variant="default" onClick={() => setAsked("reject")}>
        {text.decide.keep}
      </RoleGate>
      <ConfirmByTyping
        opened={asked === "approve"}
        onClose={close}
        title={text.decide.approveTitle(count(items))}
        phrase={String(items)}
        confirm={text.decide.approve(count(items))}
        asksReason
        onConfirm={(reason) => decide("approve", reason)}
      >
        <Stack gap="xs">
          <strong>{sentence}</strong>
          <span>{text.decide.approveMeans}</span>
        </Stack>
      </ConfirmByTyping>
      <Modal opened={asked === "reject"} onClose={close} title={text.decide.keepTitle} size="lg">
        {asked === "reject" && <Keep sentence={sentence} onClose={close} onKeep={(reason) => decide("reject", reason)} />}
      </Modal>
    </div>
  );
};

interface KeepShown {
  readonly sentence: string;
  readonly onClose: () => void;
  readonly onKeep: (reason: string) => Promise<void>;
}

const Keep = ({ sentence, onClose, onKeep }: KeepShown) => {
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    if (reason.trim() === "") {
      event.currentTarget.querySelector("textarea")?.focus();
      return;
    }
    setBusy(true);
    setError(undefined);
    await onKeep(reason.trim()).then(onClose, setError);
    setBusy(false);
  };

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <Stack gap="xs">
          <strong>{sentence}</strong>
          <span>{text.decide.keepMeans}</span>
        </Stack>
        {error !== undefined && <ProblemNotice error={error} />}
        <Textarea
          label={words.reason}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
          error={tried && reason.trim() === "" && words.reasonNeeded}
          maxLength={1000}
          autosize
          minRows={2}
          withAsterisk
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={busy}>
            {text.decide.keepButton}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
