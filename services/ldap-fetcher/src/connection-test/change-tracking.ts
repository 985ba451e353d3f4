import type { ChangeTracking } from "@dirstream/contracts";
import { canonicalDn, equal } from "@dirstream/ldap";
import { DIR_SYNC } from "../directory/dir-sync.ts";
import type { Directory } from "../directory/directory.ts";
import { pages } from "../directory/paging.ts";
import { contextOf } from "../directory/root-dse.ts";
import type { SearchSpec } from "../directory/session.ts";
import { ShowDeleted } from "../directory/show-deleted.ts";
import type { Server } from "../directory/vendors/vendor.ts";
import type { Finding } from "./stages.ts";

/** What the server offers for finding changes without reading everything. */
export const lookAtChanges = async (directory: Directory, server: Server): Promise<Finding> => {
  const { vendor } = directory;
  const mark = (await directory.changeState()) === null ? null : (vendor.changeState?.kind ?? null);
  const isActiveDirectory = vendor.name === "active-directory";
  return judgeTracking({
    ...{ vendor: vendor.name, product: server.rootDse.product, mark },
    way: wayOf(vendor.name, mark, server.rootDse.controls.has(DIR_SYNC)),
    tombstones: isActiveDirectory ? await seesTombstones(server) : null,
  });
};

const wayOf = (vendor: ChangeTracking["vendor"], mark: ChangeTracking["mark"], offersDirSync: boolean): ChangeTracking["way"] => {
  if (mark === null) return "fullRead";
  if (vendor === "openldap") return "sweep";
  return offersDirSync ? "dirSync" : "updateSequenceNumbers";
};

/** Everybody sees the container of what was deleted; only who may read in it sees what is there. */
const seesTombstones = async ({ session, rootDse, baseDn }: Server): Promise<boolean> => {
  const context = contextOf(rootDse, baseDn) ?? baseDn;
  const container = canonicalDn(`CN=Deleted Objects,${context}`);
  const spec: SearchSpec = {
    baseDn: context,
    scope: "sub",
    filter: equal("isDeleted", "TRUE"),
    attributes: ["1.1"],
    controls: [new ShowDeleted()],
  };
  for await (const entries of pages(session, spec, { pageSize: 2, stage: "read", onPage: () => undefined })) {
    if (entries.some(({ dn }) => canonicalDn(dn) !== container)) return true;
  }
  return false;
};

const WAYS: Readonly<Record<ChangeTracking["way"], string>> = {
  dirSync: "What has changed is asked of the server (DirSync), and only that is read",
  updateSequenceNumbers: "What has changed is found by its update sequence number, and only that is read",
  sweep: "What has changed is found by comparing the change mark of every entry, and only that is read",
  fullRead: "The server does not show what has changed: every run reads everything",
};

export const judgeTracking = (tracking: ChangeTracking): Finding => {
  const nothing = tracking.mark === null ? "" : ` That nothing has changed is known at once (${tracking.mark}).`;
  const deleted =
    tracking.tombstones === false ? " No deleted entry was seen, so removals are recorded by full runs only until one is." : "";
  const message = `${WAYS[tracking.way]}.${nothing}${deleted}`;
  const advice = adviceFor(tracking);
  return { outcome: "passed", message, ...(advice === undefined ? {} : { advice }), tracking };
};

/** None of it is needed; it makes runs shorter. */
const adviceFor = ({ vendor, mark, tombstones }: ChangeTracking): string | undefined => {
  if (vendor === "openldap" && mark === null)
    return "Load the overlay syncprov and let the account read contextCSN of the suffix: runs become much shorter.";
  if (tombstones === false) return "Where removals should show sooner, let the account list and read CN=Deleted Objects.";
  return undefined;
};
