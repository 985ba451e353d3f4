import { type ReactNode, useId } from "react";
import style from "./Section.module.css";

interface Shown {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a page with a heading of its own. */
export const Section = ({ title, aside, children }: Shown) => {
  const heading = useId();
  return (
    <section className={style.section} aria-labelledby={heading}>
      <div className={style.head}>
        <h2 id={heading}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
};
