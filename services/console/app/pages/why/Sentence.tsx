import { Fragment } from "react";
import { Foreign } from "../../ui/Foreign.tsx";
import { partsOfDn } from "../../ui/visible.ts";
import style from "./Why.module.css";

/** The answer in large type. The DNs in it break after their commas. */
export const Sentence = ({ text }: { readonly text: string }) => (
  <h3 className={style.sentence}>
    {partsOfDn(text).map((part, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence never move
      <Fragment key={index}>
        <Foreign text={part} />
        <wbr />
      </Fragment>
    ))}
  </h3>
);
