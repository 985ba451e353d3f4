import { type ReactNode, useEffect } from "react";
import { words } from "../text/en/words.ts";
import style from "./Front.module.css";

/** The pages before somebody is signed in. */
export const Front = ({ title, lead, children }: { readonly title: string; readonly lead?: string; readonly children: ReactNode }) => {
  useEffect(() => {
    document.title = `${title} · ${words.product}`;
  }, [title]);
  return (
    <main className={style.front}>
      <div className={style.card}>
        <p className={style.product}>
          <img src="/icon.svg" alt="" width={28} height={28} />
          {words.product}
        </p>
        <h1 className={style.title}>{title}</h1>
        {lead !== undefined && <p className={style.lead}>{lead}</p>}
        <div className={style.body}>{children}</div>
      </div>
    </main>
  );
};
