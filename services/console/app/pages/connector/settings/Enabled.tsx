import { useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useChangeConnector } from "../../../api/commands.ts";
import { connectorQuery } from "../../../api/queries.ts";
import { settings } from "../../../text/en/settings.ts";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { RoleGate } from "../../../ui/RoleGate.tsx";
import { Section } from "../../../ui/Section.tsx";
import style from "./Settings.module.css";

const route = getRouteApi("/$account/connectors/$connector/settings");
const text = settings.enabled;

/** A connector that rests keeps everything that it brought, so that this needs no second question. */
export const Enabled = () => {
  const { account, connector } = route.useParams();
  const { data, etag } = useSuspenseQuery(connectorQuery(account, connector)).data;
  const { mutate, isPending, error } = useChangeConnector(account, connector);
  return (
    <Section title={text.title}>
      <div className={style.row}>
        <p>
          {data.enabled ? text.isEnabled : text.isDisabled} <span className={style.soft}>{data.enabled && text.disableMeans}</span>
        </p>
        <RoleGate
          needs="admin"
          variant={data.enabled ? "default" : "filled"}
          loading={isPending}
          onClick={() => mutate({ changes: { enabled: !data.enabled }, etag })}
        >
          {data.enabled ? text.disable : text.enable}
        </RoleGate>
      </div>
      {error !== null && <ProblemNotice error={error} />}
    </Section>
  );
};
