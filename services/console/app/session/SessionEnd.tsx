import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { shell, signIn } from "../text/en/shell.ts";
import { onSignInElsewhere } from "./other-tabs.ts";
import { oidcAddress, sessionQuery } from "./session.ts";
import { hasSessionEnded, onSessionChange, signedInAgain } from "./session-end.ts";

/** Asks to sign in again, on top of whatever is being done. It cannot be closed: behind it nothing would go on. */
export const SessionEnd = () => {
  const ended = useSyncExternalStore(onSessionChange, hasSessionEnded);
  return (
    <Modal
      opened={ended}
      onClose={() => {}}
      size="lg"
      title={shell.sessionEnd.title}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
    >
      {ended && <AskAgain />}
    </Modal>
  );
};

const AskAgain = () => {
  const client = useQueryClient();
  const [notYet, setNotYet] = useState(false);
  const ways = client.getQueryData(sessionQuery.queryKey)?.ways ?? ["oidc", "link"];
  const look = useCallback(async () => {
    const session = await client.fetchQuery({ ...sessionQuery, staleTime: 0 }).catch(() => undefined);
    if (session?.signedIn === true) signedInAgain();
    return session?.signedIn === true;
  }, [client]);

  useEffect(() => onSignInElsewhere(() => void look()), [look]);

  return (
    <Stack>
      <Text>{shell.sessionEnd.text}</Text>
      {ways.includes("link") && <Text>{shell.sessionEnd.link}</Text>}
      <Text role="status" c="var(--attention)">
        {notYet ? shell.sessionEnd.notYet : ""}
      </Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={() => void look().then((isIn) => setNotYet(!isIn))}>
          {shell.sessionEnd.check}
        </Button>
        {ways.includes("oidc") && (
          <Button component="a" href={oidcAddress("/session/done")} target="_blank" rel="opener">
            {signIn.oidc}
          </Button>
        )}
      </Group>
    </Stack>
  );
};
