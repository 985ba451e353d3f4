import type { RegionId } from "@dirstream/contracts";
import type * as z from "zod";
import type { Api } from "./api.ts";
import type { RunFile } from "./run-file.ts";

export const ACCOUNT = "default";
const REGION: z.output<typeof RegionId> = "europe";
const NAME = "Demo directory";

/** The account that everything of a local run belongs to. Saying it again changes nothing. */
export const registerAccount = (api: Api): Promise<unknown> => api.send("PUT", `/accounts/${ACCOUNT}`, { region: REGION });

/** The demo directory's connector: registered at the first start, found again at every other. */
export const registerDemoConnector = async (api: Api, directory: NonNullable<RunFile["directory"]>): Promise<string> => {
  const { items } = await api.get<{ items: { connectorId: string; name: string }[] }>(`/accounts/${ACCOUNT}/connectors?limit=1000`);
  const existing = items.find(({ name }) => name === NAME);
  if (existing !== undefined) return existing.connectorId;

  const { host, port, bindDn, bindPassword, baseDn } = directory;
  const { connectorId } = await api.send<{ connectorId: string }>("POST", `/accounts/${ACCOUNT}/connectors`, {
    name: NAME,
    environment: "on-premises",
    primaryHost: host,
    encryptionMode: "none",
    ...{ port, bindDn, bindPassword, baseDn },
  });
  return connectorId;
};
