import { ActionIcon, Drawer } from "@mantine/core";
import { IconMenu2, IconSearch } from "@tabler/icons-react";
import { getRouteApi, Outlet, useLocation } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useLive } from "../api/live.ts";
import { Denied } from "../pages/ErrorPages.tsx";
import { shell } from "../text/en/shell.ts";
import { AttentionBar } from "./AttentionBar.tsx";
import { Keys } from "./Keys.tsx";
import { Navigation } from "./Navigation.tsx";
import { Search } from "./Search.tsx";
import style from "./Shell.module.css";
import { useKeys } from "./use-keys.ts";
import { Wordmark } from "./Wordmark.tsx";

const route = getRouteApi("/$account");

export const AccountLayout = () => {
  const { role } = route.useRouteContext();
  const { account } = route.useParams();
  const { pathname } = useLocation();
  const [open, setOpen] = useState<"search" | "keys" | "menu">();
  const close = () => setOpen(undefined);
  useLive(role === undefined ? undefined : account);
  useKeys({ "/": () => setOpen("search"), "?": () => setOpen("keys") });
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever has gone somewhere is done with what was open
  useEffect(close, [pathname]);

  const navigation = <Navigation onSearch={() => setOpen("search")} onKeys={() => setOpen("keys")} />;
  return (
    <div className={style.shell}>
      <a href="#content" className={style.skip}>
        {shell.skip}
      </a>
      <nav className={style.bar} aria-label={shell.bar}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={shell.menu}
          aria-expanded={open === "menu"}
          onClick={() => setOpen("menu")}
        >
          <IconMenu2 size={20} />
        </ActionIcon>
        <Wordmark />
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={shell.search.open} onClick={() => setOpen("search")}>
          <IconSearch size={20} />
        </ActionIcon>
      </nav>
      <div className={style.column}>{navigation}</div>
      <div className={style.content}>
        <AttentionBar account={account} />
        <main id="content" tabIndex={-1}>
          {role === undefined ? <Denied /> : <Outlet />}
        </main>
      </div>
      <Drawer.Root opened={open === "menu"} onClose={close} size={260} padding={0}>
        <Drawer.Overlay />
        <Drawer.Content aria-label={shell.menu}>
          <Drawer.Body h="100dvh">{navigation}</Drawer.Body>
        </Drawer.Content>
      </Drawer.Root>
      <Search opened={open === "search"} onClose={close} account={account} />
      <Keys opened={open === "keys"} onClose={close} />
    </div>
  );
};
