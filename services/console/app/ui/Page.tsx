import { useRouter } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef } from "react";
import { shell } from "../text/en/shell.ts";
import { words } from "../text/en/words.ts";
import style from "./Page.module.css";

interface Shown {
  readonly title: string;
  /** Instead of the title where it needs more than text; the title is still the window's. */
  readonly heading?: ReactNode;
  readonly lead?: ReactNode;
  /** Links to what this is a part of. */
  readonly trail?: readonly ReactNode[];
  readonly actions?: ReactNode;
  /** `TabLink`s. */
  readonly tabs?: ReactNode;
  readonly children: ReactNode;
}

/** What every page has. After a navigation the heading takes the focus, so that a screen reader says where one is. */
export const Page = ({ title, heading, lead, trail = [], actions, tabs, children }: Shown) => {
  const h1 = useRef<HTMLHeadingElement>(null);
  const router = useRouter();
  useEffect(() => {
    document.title = `${title} · ${words.product}`;
  }, [title]);
  useEffect(() => {
    if (router.history.canGoBack()) h1.current?.focus({ preventScroll: true });
  }, [router]);
  return (
    <div className={style.page}>
      {trail.length > 0 && (
        <nav aria-label={shell.breadcrumb}>
          <ol className={style.trail}>
            {trail.map((link, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a trail is as it is
              <li key={index}>{link}</li>
            ))}
          </ol>
        </nav>
      )}
      <div className={style.head}>
        <div className={style.titles}>
          <h1 ref={h1} tabIndex={-1} className={style.title}>
            {heading ?? title}
          </h1>
          {lead !== undefined && <div className={style.lead}>{lead}</div>}
        </div>
        {actions !== undefined && <div className={style.actions}>{actions}</div>}
      </div>
      {tabs}
      <div className={style.body}>{children}</div>
    </div>
  );
};
