import { useEffect } from "react";
import { tellOtherTabs } from "../session/other-tabs.ts";
import { signIn } from "../text/en/shell.ts";
import { ButtonLink } from "../ui/Link.tsx";
import { Front } from "./Front.tsx";

/** Where signing in again in a new tab ends; the tab that asked for it goes on. */
export const SessionDone = () => {
  useEffect(() => {
    tellOtherTabs();
    window.close();
  }, []);
  return (
    <Front title={signIn.done.title} lead={signIn.done.text}>
      <ButtonLink to="/" variant="default">
        {signIn.done.home}
      </ButtonLink>
    </Front>
  );
};
