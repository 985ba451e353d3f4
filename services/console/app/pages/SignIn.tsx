import { Button, Divider, Stack, Text, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { ownPath } from "../search-params.ts";
import { onSignInElsewhere } from "../session/other-tabs.ts";
import { oidcAddress, sessionQuery, useSession } from "../session/session.ts";
import { forgetReader } from "../session/session-end.ts";
import { rememberWayBack } from "../session/way-back.ts";
import { signIn } from "../text/en/shell.ts";
import { Notice } from "../ui/Notice.tsx";
import { Front } from "./Front.tsx";

const route = getRouteApi("/sign-in");

export const SignIn = () => {
  const { to, error } = route.useSearch();
  const router = useRouter();
  const client = useQueryClient();
  const { signedIn, ways } = useSession();
  useEffect(forgetReader, []);
  useEffect(() => rememberWayBack(to), [to]);
  useEffect(() => onSignInElsewhere(() => void client.fetchQuery({ ...sessionQuery, staleTime: 0 }).catch(() => undefined)), [client]);
  useEffect(() => {
    if (signedIn) router.history.replace(ownPath(to));
  }, [signedIn, to, router]);
  return (
    <Front title={signIn.title} lead={signIn.lead}>
      {error !== undefined && (
        <Notice tone="failed" urgent>
          {signIn.errors[error]}
        </Notice>
      )}
      {ways.includes("oidc") && (
        <Button component="a" href={oidcAddress(to ?? "/")} fullWidth>
          {signIn.oidc}
        </Button>
      )}
      {ways.includes("oidc") && ways.includes("link") && <Divider />}
      {ways.includes("link") && (
        <Stack gap={4}>
          <Title order={2} size="sm">
            {signIn.link.title}
          </Title>
          <Text c="var(--soft)">{signIn.link.text}</Text>
        </Stack>
      )}
    </Front>
  );
};
