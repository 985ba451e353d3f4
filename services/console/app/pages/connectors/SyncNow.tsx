import { useSyncNow } from "../../api/commands.ts";
import type { Connector } from "../../api/queries.ts";
import { connectors as text } from "../../text/en/connectors.ts";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { RoleGate } from "../../ui/RoleGate.tsx";

export const SyncNow = ({ account, connector }: { readonly account: string; readonly connector: Connector }) => {
  const { mutate, isPending, error } = useSyncNow(account, connector.connectorId);
  return (
    <>
      <RoleGate
        needs="operator"
        unless={unlessOf(connector)}
        variant="default"
        size="xs"
        loading={isPending}
        onClick={() => mutate("incremental")}
        aria-label={text.syncNowOf(connector.name)}
      >
        {text.syncNow}
      </RoleGate>
      {error !== null && <ProblemNotice error={error} />}
    </>
  );
};

export const unlessOf = ({ enabled, status }: Pick<Connector, "enabled" | "status">): string | undefined => {
  if (!enabled) return text.disabledFirst;
  return status === "running" ? text.alreadyRunning : undefined;
};
