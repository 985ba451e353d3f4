import { Radio, Stack } from "@mantine/core";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useRemoveConnector } from "../../../api/commands.ts";
import { connectorQuery, countsQuery } from "../../../api/queries.ts";
import { settings } from "../../../text/en/settings.ts";
import { ConfirmByTyping } from "../../../ui/ConfirmByTyping.tsx";
import { RoleGate } from "../../../ui/RoleGate.tsx";
import { Section } from "../../../ui/Section.tsx";
import style from "./Settings.module.css";

const route = getRouteApi("/$account/connectors/$connector/settings");
const text = settings.remove;

/** For good: what stays and what goes is spelled out, and the name is typed. */
export const Remove = () => {
  const { account, connector } = route.useParams();
  const navigate = useNavigate();
  const { data, etag } = useSuspenseQuery(connectorQuery(account, connector)).data;
  const { mutateAsync } = useRemoveConnector(account, connector);
  const [isAsked, setIsAsked] = useState(false);
  const [entries, setEntries] = useState<"keep" | "remove">("keep");
  const brought = useQuery({ ...countsQuery(account, connector), enabled: isAsked }).data;

  const remove = async (): Promise<void> => {
    await mutateAsync({ entries, etag });
    await navigate({ to: "/$account/connectors", params: { account }, replace: true });
  };

  return (
    <Section title={text.title}>
      <div className={style.row}>
        <p>{text.text}</p>
        <RoleGate needs="admin" color="red" variant="outline" onClick={() => setIsAsked(true)}>
          {text.button}
        </RoleGate>
      </div>
      <ConfirmByTyping
        opened={isAsked}
        onClose={() => setIsAsked(false)}
        title={text.dialog(data.name)}
        phrase={data.name.trim()}
        confirm={text.confirm}
        onConfirm={remove}
      >
        <Stack>
          <span>{text.text}</span>
          <Radio.Group label={text.label} value={entries} onChange={(value) => setEntries(value as typeof entries)}>
            <Stack gap="sm" mt="xs">
              <Radio value="keep" label={text.keep(brought)} description={text.keepHelp} />
              <Radio value="remove" label={text.gone(brought)} description={text.goneHelp} />
            </Stack>
          </Radio.Group>
        </Stack>
      </ConfirmByTyping>
    </Section>
  );
};
