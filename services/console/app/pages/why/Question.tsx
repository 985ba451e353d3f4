import { Select, TextInput } from "@mantine/core";
import { type FormEvent, useEffect, useRef, useState } from "react";
import type { Connector } from "../../api/queries.ts";
import { useAccount } from "../../session/account.ts";
import { reaches } from "../../session/session.ts";
import { why as text } from "../../text/en/why.ts";
import { RoleGate } from "../../ui/RoleGate.tsx";
import { visibleText } from "../../ui/visible.ts";
import style from "./Why.module.css";

interface Shown {
  readonly question: string;
  /** Undefined: all of them. */
  readonly connector: string | undefined;
  readonly connectors: readonly Connector[];
  readonly onAsk: (question: string, connector: string | undefined) => void;
}

/** No longer question is taken. */
const LONGEST_QUESTION = 500;

export const Question = ({ question, connector, connectors, onAsk }: Shown) => {
  const { role } = useAccount();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(question);
  const [isMissing, setIsMissing] = useState(false);
  const [chosen, setChosen] = useState(connector);
  // Who goes back in the history finds the question of then.
  useEffect(() => setTyped(question), [question]);
  useEffect(() => setChosen(connector), [connector]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!reaches(role, "operator")) return;
    const wanted = typed.trim();
    setIsMissing(wanted === "");
    if (wanted === "") field.current?.focus();
    else onAsk(wanted, chosen);
  };
  return (
    <form className={style.question} onSubmit={submit} noValidate>
      <TextInput
        ref={field}
        className={style.field as string}
        label={text.question}
        description={text.questionHelp}
        error={isMissing && typed.trim() === "" && text.questionNeeded}
        value={typed}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        maxLength={LONGEST_QUESTION}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        size="md"
      />
      {connectors.length > 1 && (
        <Select
          className={style.connector as string}
          label={text.connector}
          placeholder={text.allConnectors}
          data={connectors.map(({ connectorId, name }) => ({ value: connectorId, label: visibleText(name) }))}
          value={chosen ?? null}
          onChange={(value) => setChosen(value ?? undefined)}
          clearable
          size="md"
        />
      )}
      <RoleGate needs="operator" type="submit" size="md">
        {text.ask}
      </RoleGate>
    </form>
  );
};
