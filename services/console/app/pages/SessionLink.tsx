import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { tellOtherTabs } from "../session/other-tabs.ts";
import { sessionQuery, signInByLink } from "../session/session.ts";
import { forgetReader } from "../session/session-end.ts";
import { takeWayBack } from "../session/way-back.ts";
import { signIn } from "../text/en/shell.ts";
import { ButtonLink } from "../ui/Link.tsx";
import { ProblemNotice } from "../ui/ProblemNotice.tsx";
import { Skeletons } from "../ui/Skeletons.tsx";
import { Front } from "./Front.tsx";

/** The token stands behind # in the address: a browser sends that nowhere, so it is in no log on the way. It leaves the address at once. */
const takeToken = (): string => {
  const token = location.hash.slice(1);
  if (token !== "") history.replaceState(null, "", location.pathname);
  return token;
};

/** Taken once, however often the page is drawn. */
let taken: { readonly token: string; readonly entering: Promise<void> } | undefined;

const enter = (): Promise<void> | undefined => {
  const token = takeToken();
  if (token !== "") taken = { token, entering: signInByLink(token) };
  return taken?.entering;
};

export const SessionLink = () => {
  const [error, setError] = useState<unknown>();
  const [isEmpty, setIsEmpty] = useState(false);
  const client = useQueryClient();
  const router = useRouter();
  useEffect(() => {
    const entering = enter();
    if (entering === undefined) return setIsEmpty(true);
    entering.then(async () => {
      forgetReader();
      await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
      tellOtherTabs();
      router.history.replace(takeWayBack());
    }, setError);
  }, [client, router]);

  if (error === undefined && !isEmpty)
    return (
      <Front title={signIn.entering}>
        <Skeletons rows={1} />
      </Front>
    );
  return (
    <Front title={signIn.failed}>
      {isEmpty ? <p>{signIn.linkEmpty}</p> : <ProblemNotice error={error} />}
      <p>{signIn.linkHelp}</p>
      <ButtonLink to="/sign-in" variant="default">
        {signIn.back}
      </ButtonLink>
    </Front>
  );
};
