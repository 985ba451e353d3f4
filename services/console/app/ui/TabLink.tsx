import { createLink } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, ReactNode, Ref } from "react";
import style from "./TabLink.module.css";

/** One of a page's tabs: a page of its own with an address of its own, marked by the router where one is. */
export const TabLink = createLink((props: AnchorHTMLAttributes<HTMLAnchorElement> & { readonly ref?: Ref<HTMLAnchorElement> }) => (
  <a {...props} className={style.tab} />
));

export const TabLinks = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <nav className={style.tabs} aria-label={label}>
    {children}
  </nav>
);
