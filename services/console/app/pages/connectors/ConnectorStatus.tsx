import { doneOf } from "../../api/pace.ts";
import { useProgress } from "../../api/progress.ts";
import type { Connector } from "../../api/queries.ts";
import { connectors as text } from "../../text/en/connectors.ts";
import { Status } from "../../ui/Status.tsx";

interface Shown {
  readonly account: string;
  readonly connector: Connector;
}

/** A status says since when and why. */
export const ConnectorStatus = ({ account, connector: { connectorId, status, since, why, lastRun } }: Shown) => {
  const followed = useProgress(account, connectorId);
  return (
    <Status
      status={status}
      since={since ?? undefined}
      done={
        followed !== undefined && status === "running" && followed.progress.syncId === lastRun?.syncId
          ? doneOf(followed.progress)
          : undefined
      }
      why={why ?? (status === "disabled" || status === "waiting" ? text.why[status] : undefined)}
    />
  );
};
