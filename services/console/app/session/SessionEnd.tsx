import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { shell, signIn } from "../text/en/shell.ts";
import { visibleText } from "../ui/visible.ts";
import { onSignInElsewhere } from "./other-tabs.ts";
import { oidcAddress, sessionQuery } from "./session.ts";
import { goOnAsAnother, onSessionChange, type SessionState, sessionState } from "./session-end.ts";

const text = shell.sessionEnd;

/** Asks to sign in again, on top of whatever is being done. It cannot be closed: behind it nothing would go on. */
export const SessionEnd = () => {
  const state = useSyncExternalStore(onSessionChange, sessionState);
  const client = useQueryClient();
  const look = useCallback(async () => {
    const session = await client.fetchQuery({ ...sessionQuery, staleTime: 0 }).catch(() => undefined);
    return session?.signedIn === true;
  }, [client]);
  useEffect(() => onSignInElsewhere(() => void look()), [look]);
  return (
    <Modal
      opened={state.is !== "goingOn"}
      onClose={() => {}}
      size="lg"
      title={state.is === "another" ? text.another.title : text.title}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
    >
      {state.is === "ended" && <AskAgain look={look} />}
      {state.is === "another" && <AskAnother {...state} />}
    </Modal>
  );
};

const AskAgain = ({ look }: { readonly look: () => Promise<boolean> }) => {
  const client = useQueryClient();
  const [notYet, setNotYet] = useState(false);
  const ways = client.getQueryData(sessionQuery.queryKey)?.ways ?? ["oidc", "link"];
  return (
    <Stack>
      <Text>{text.text}</Text>
      {ways.includes("link") && <Text>{text.link}</Text>}
      <Text role="status" c="var(--attention)">
        {notYet ? text.notYet : ""}
      </Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={() => void look().then((isIn) => setNotYet(!isIn))}>
          {text.check}
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

/** Nothing is sent under the name of somebody who has not asked for it. */
const AskAnother = ({ before, now }: Extract<SessionState, { is: "another" }>) => {
  const client = useQueryClient();
  const [was, is] = [visibleText(before.name), visibleText(now.name)];
  const goOn = () => {
    goOnAsAnother();
    // What is shown was read for somebody else.
    void client.invalidateQueries();
  };
  return (
    <Stack>
      <Text>{text.another.text(was, is)}</Text>
      <Text>{text.another.back(was)}</Text>
      <Group justify="flex-end">
        <Button onClick={goOn}>{text.another.goOn(is)}</Button>
      </Group>
    </Stack>
  );
};
