import type { ReactNode } from "react";
import style from "./EmptyState.module.css";

interface Shown {
  readonly title: string;
  /** What will be here, and what brings it. */
  readonly text: string;
  /** The one button that brings it. */
  readonly action?: ReactNode;
}

export const EmptyState = ({ title, text, action }: Shown) => (
  <div className={style.empty}>
    <p className={style.title}>{title}</p>
    <p className={style.text}>{text}</p>
    {action}
  </div>
);
