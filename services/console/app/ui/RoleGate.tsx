import { Button, type ButtonProps, Tooltip, VisuallyHidden } from "@mantine/core";
import { type ButtonHTMLAttributes, useId } from "react";
import { useAccount } from "../session/account.ts";
import { type Role, reaches } from "../session/session.ts";
import { shell } from "../text/en/shell.ts";
import { words } from "../text/en/words.ts";

interface Gated extends ButtonProps, Omit<ButtonHTMLAttributes<HTMLButtonElement>, keyof ButtonProps | "disabled"> {
  /** The least role that may press it. */
  readonly needs: Role;
  /** Another reason why not now; undefined: it may be pressed. */
  readonly unless?: string | undefined;
}

/** A button that everybody sees. Who may not press it can still reach it by keyboard, and hears or reads why. */
export const RoleGate = ({ needs, unless, onClick, children, ...rest }: Gated) => {
  const { role } = useAccount();
  const described = useId();
  const reason = reaches(role, needs) ? unless : words.needsRole(shell.role[needs].toLowerCase(), shell.role[role].toLowerCase());
  if (reason === undefined)
    return (
      <Button onClick={onClick} {...rest}>
        {children}
      </Button>
    );
  return (
    <>
      <Tooltip label={reason}>
        <Button
          {...rest}
          type="button"
          data-disabled
          aria-disabled
          aria-describedby={described}
          onClick={(event) => event.preventDefault()}
        >
          {children}
        </Button>
      </Tooltip>
      {/* Outside: inside it would be a part of the button's name. */}
      <VisuallyHidden id={described}>{reason}</VisuallyHidden>
    </>
  );
};
