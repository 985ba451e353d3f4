import type { ReadSample } from "@dirstream/contracts";
import { test } from "../../text/en/connect.ts";
import { DistinguishedName } from "../../ui/DistinguishedName.tsx";
import { Foreign } from "../../ui/Foreign.tsx";
import style from "./TestPanel.module.css";

const text = test.found;

/** How many there are of a kind, and the first ones as they would look. */
export const FoundEntries = ({ found: { kind, count, more, sample } }: { readonly found: ReadSample }) => {
  if (count === 0) return null;
  return (
    <details className={style.details} open={sample.length > 0}>
      <summary>
        {text[kind](count, more)}
        {sample.length < count && `, ${text.first(sample.length)}`}
      </summary>
      <ul className={style.sample}>
        {sample.map(({ name, mail, state, dn }) => (
          <li key={dn}>
            <span className={style.who}>
              <Foreign text={name} />
            </span>
            {mail !== null && <Foreign text={mail} />}
            {state === "disabled" && <span className={style.disabled}>{text.disabled}</span>}
            <span className={style.dn}>
              <DistinguishedName dn={dn} />
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
};
