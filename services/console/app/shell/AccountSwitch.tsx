import { Menu, UnstyledButton } from "@mantine/core";
import { IconCheck, IconSelector } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { accountsQuery } from "../api/queries.ts";
import { shell } from "../text/en/shell.ts";
import style from "./AccountSwitch.module.css";

/** Which account the pages are about; with a single one there is nothing to choose. */
export const AccountSwitch = ({ account }: { readonly account: string }) => {
  const { data: accounts = [] } = useQuery(accountsQuery);
  const navigate = useNavigate();
  const others = accounts.filter(({ id }) => id !== account);
  if (others.length === 0)
    return (
      <p className={style.only}>
        <span>{shell.account}</span> {account}
      </p>
    );
  return (
    <Menu width="target" position="bottom-start">
      <Menu.Target>
        <UnstyledButton className={style.switch} aria-label={`${shell.account} ${account}. ${shell.otherAccounts}`}>
          <span>{account}</span>
          <IconSelector size={15} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {accounts.map(({ id }) => (
          <Menu.Item
            key={id}
            rightSection={id === account && <IconCheck size={14} aria-hidden />}
            onClick={() => void navigate({ to: "/$account/connectors", params: { account: id } })}
          >
            {id}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
};
