import { Fragment } from "react";
import style from "./DistinguishedName.module.css";
import { Foreign } from "./Foreign.tsx";
import { partsOfDn } from "./visible.ts";

/** A DN, monospaced, that breaks after its commas and only where it must inside a part. */
export const DistinguishedName = ({ dn }: { readonly dn: string }) => (
  <span className={style.dn}>
    {partsOfDn(dn).map((part, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one DN never move
      <Fragment key={index}>
        <Foreign text={part} />
        <wbr />
      </Fragment>
    ))}
  </span>
);
