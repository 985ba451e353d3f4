import { createLink, useRouterState } from "@tanstack/react-router";
import { type AnchorHTMLAttributes, type ReactNode, type Ref, useEffect, useRef } from "react";
import style from "./TabLink.module.css";

/** One of a page's tabs: a page of its own with an address of its own, marked by the router where one is. */
export const TabLink = createLink((props: AnchorHTMLAttributes<HTMLAnchorElement> & { readonly ref?: Ref<HTMLAnchorElement> }) => (
  <a {...props} className={style.tab} />
));

export const TabLinks = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => {
  const tabs = useRef<HTMLElement>(null);
  const here = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.href });
  // On a narrow screen not all have room: the one where one is must be among those in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each page it is another
  useEffect(() => {
    const current = tabs.current?.querySelector<HTMLElement>('[aria-current="page"]');
    if (current != null && tabs.current !== null)
      tabs.current.scrollLeft = current.offsetLeft - tabs.current.offsetLeft - (tabs.current.clientWidth - current.offsetWidth) / 2;
  }, [here]);
  return (
    <nav ref={tabs} className={style.tabs} aria-label={label}>
      {children}
    </nav>
  );
};
