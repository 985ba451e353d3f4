import { Menu, UnstyledButton, useMantineColorScheme, VisuallyHidden } from "@mantine/core";
import { IconCheck, IconDeviceDesktop, IconKeyboard, IconLogout, IconMoon, IconSelector, IconSun } from "@tabler/icons-react";
import { useAccount } from "../session/account.ts";
import { signOut, useSession } from "../session/session.ts";
import { shell } from "../text/en/shell.ts";
import style from "./PersonMenu.module.css";

const schemes = [
  ["light", IconSun],
  ["dark", IconMoon],
  ["auto", IconDeviceDesktop],
] as const;

/** Who is here, how it looks, and the way out. */
export const PersonMenu = ({ onKeys }: { readonly onKeys: () => void }) => {
  const { name } = useSession();
  const { role } = useAccount();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const leave = async () => {
    // The whole page goes, and with it everything that was read.
    location.assign(await signOut());
  };
  return (
    <Menu position="top-start" width="target">
      <Menu.Target>
        <UnstyledButton className={style.person}>
          <span className={style.words}>
            <VisuallyHidden>{shell.signedInAs}</VisuallyHidden>
            <span className={style.name}>{name}</span>
            <span className={style.role}>{shell.role[role]}</span>
          </span>
          <IconSelector size={15} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{shell.scheme.label}</Menu.Label>
        {schemes.map(([scheme, Icon]) => (
          <Menu.Item
            key={scheme}
            leftSection={<Icon size={15} aria-hidden />}
            rightSection={colorScheme === scheme && <IconCheck size={14} aria-hidden />}
            aria-current={colorScheme === scheme}
            onClick={() => setColorScheme(scheme)}
          >
            {shell.scheme[scheme]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconKeyboard size={15} aria-hidden />} onClick={onKeys}>
          {shell.keys.title}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={15} aria-hidden />} onClick={() => void leave()}>
          {shell.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
};
