import type { AttributeValue, PreviewChange } from "@dirstream/contracts";
import { preview as text } from "../../text/en/connect.ts";
import { DistinguishedName } from "../../ui/DistinguishedName.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { Foreign } from "../../ui/Foreign.tsx";
import style from "./Preview.module.css";

/** One who would come; open, everything that would be recorded. */
export const PreviewedEntry = ({ change: { kind, name, mail, dn, state, members, changed } }: { readonly change: PreviewChange }) => (
  <details className={style.entry}>
    <summary>
      <span className={style.who}>{name === null ? text.nameless : <Foreign text={name} />}</span>
      <span className={style.soft}>
        {mail !== null && (
          <>
            <Foreign text={mail} />
            {" · "}
          </>
        )}
        {text.kind[kind]}
        {members !== null && `, ${text.members(members.added)}`}
        {state === "disabled" && `, ${text.disabled}`}
      </span>
    </summary>
    <div className={style.recorded}>
      <DistinguishedName dn={dn} />
      <Facts
        facts={Object.entries(changed).map(([attribute, { after }]) => [attribute, <Values key={attribute} values={after ?? []} />])}
      />
    </div>
  </details>
);

const Values = ({ values }: { readonly values: readonly AttributeValue[] }) => (
  <ul className={style.values}>
    {values.map((value, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the values of one attribute never move
      <li key={index}>
        <Foreign text={shown(value)} />
      </li>
    ))}
  </ul>
);

const shown = (value: AttributeValue): string => {
  if (typeof value === "string") return value;
  if (typeof value.binary === "string") return text.binary(Math.floor((value.binary.replace(/=+$/, "").length * 3) / 4));
  if (typeof value.bytes === "number") return text.binary(value.bytes);
  return typeof value.dn === "string" ? value.dn : text.reference;
};
