import { Kbd, UnstyledButton } from "@mantine/core";
import {
  IconAdjustmentsHorizontal,
  IconHelpCircle,
  IconPlugConnected,
  IconRefresh,
  IconSearch,
  IconUser,
  IconUsersGroup,
} from "@tabler/icons-react";
import { createLink, useParams } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, ReactNode, Ref } from "react";
import { shell } from "../text/en/shell.ts";
import { AccountSwitch } from "./AccountSwitch.tsx";
import style from "./Navigation.module.css";
import { PersonMenu } from "./PersonMenu.tsx";
import { Wordmark } from "./Wordmark.tsx";

interface Shown {
  readonly onSearch: () => void;
  readonly onKeys: () => void;
}

const { sections, pages } = shell;

/** The map of the console. */
export const Navigation = ({ onSearch, onKeys }: Shown) => {
  const { account = "" } = useParams({ strict: false });
  const params = { account };
  return (
    <nav className={style.column} aria-label={shell.navigation}>
      <div className={style.top}>
        <Wordmark />
        <AccountSwitch account={account} />
        <UnstyledButton className={style.search} onClick={onSearch}>
          <IconSearch size={15} aria-hidden />
          <span>{shell.search.open}</span>
          <Kbd size="xs">/</Kbd>
        </UnstyledButton>
      </div>
      <div className={style.pages}>
        <Pages title={sections.platform}>
          <PageLink to="/$account/connect" params={params}>
            <IconPlugConnected size={17} aria-hidden />
            {pages.synchronize}
          </PageLink>
        </Pages>
        <Pages title={sections.services}>
          <PageLink to="/$account/connectors" params={params}>
            <IconRefresh size={17} aria-hidden />
            {pages.connectors}
          </PageLink>
        </Pages>
        <Pages title={sections.directory}>
          <PageLink to="/$account/people" params={params}>
            <IconUser size={17} aria-hidden />
            {pages.people}
          </PageLink>
          <PageLink to="/$account/groups" params={params}>
            <IconUsersGroup size={17} aria-hidden />
            {pages.groups}
          </PageLink>
          <PageLink to="/$account/why" params={params}>
            <IconHelpCircle size={17} aria-hidden />
            {pages.why}
          </PageLink>
        </Pages>
        <Pages title={sections.account}>
          <PageLink to="/$account/settings" params={params}>
            <IconAdjustmentsHorizontal size={17} aria-hidden />
            {pages.settings}
          </PageLink>
        </Pages>
      </div>
      <PersonMenu onKeys={onKeys} />
    </nav>
  );
};

const PageLink = createLink((props: AnchorHTMLAttributes<HTMLAnchorElement> & { readonly ref?: Ref<HTMLAnchorElement> }) => (
  <a {...props} className={style.link} />
));

const Pages = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <div className={style.section}>
    <p className={style.title}>{title}</p>
    {children}
  </div>
);
