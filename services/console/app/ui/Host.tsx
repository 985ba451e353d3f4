import { Fragment } from "react";
import { Foreign } from "./Foreign.tsx";
import style from "./Host.module.css";

/** A host's name or address, or another short technical name; it breaks after its dots. */
export const Host = ({ name }: { readonly name: string }) => (
  <span className={style.host}>
    {name.split(/(?<=\.)/).map((part, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one name never move
      <Fragment key={index}>
        <Foreign text={part} />
        <wbr />
      </Fragment>
    ))}
  </span>
);
