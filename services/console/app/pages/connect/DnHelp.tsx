import { TextInput } from "@mantine/core";
import { useState } from "react";
import { dn as text } from "../../text/en/connect.ts";
import { Copyable } from "../../ui/Copyable.tsx";
import { partsOfDn } from "../../ui/visible.ts";
import style from "./DnHelp.module.css";
import { dsqueryCommand } from "./rules/dn.ts";

type Part = keyof typeof text.parts;

const partOf = (rdn: string): Part => (/^DC=/i.test(rdn) ? "domain" : /^OU=/i.test(rdn) ? "units" : "account");

/** What a distinguished name is, and the command that prints one. */
export const DnHelp = () => {
  const [name, setName] = useState("dirstream");
  return (
    <div className={style.help}>
      <p>{text.what}</p>
      <p className={style.example}>
        {partsOfDn(text.example).map((rdn) => (
          <span key={rdn} data-part={partOf(rdn)}>
            {rdn}
            <wbr />
          </span>
        ))}
      </p>
      <ul className={style.legend}>
        {(Object.keys(text.parts) as Part[]).map((part) => (
          <li key={part} data-part={part}>
            {text.parts[part]}
          </li>
        ))}
      </ul>
      <p>{text.run}</p>
      <TextInput
        label={text.name}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        // It may stand inside a form, and is no answer to it.
        onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={100}
        maw={320}
      />
      <div className={style.command}>
        <Copyable value={dsqueryCommand(name)} what={text.command.toLowerCase()}>
          <code>{dsqueryCommand(name)}</code>
        </Copyable>
      </div>
      <p className={style.soft}>{text.quotes}</p>
    </div>
  );
};
