import type { ChangeTracking } from "@dirstream/contracts";
import { instantOfGeneralizedTime } from "@dirstream/ldap";
import type { Directory } from "../directory/directory.ts";
import { wholeScope } from "../read/in-scope.ts";
import type { Finding } from "./stages.ts";

/** What the server offers for finding changes without reading everything, and what a run would use of it. */
export const lookAtChanges = async (directory: Directory, product: string | null): Promise<Finding> => {
  const { vendor } = directory;
  const mark = (await directory.changeState()) === null ? null : (vendor.changeState?.kind ?? null);
  const [best = "fullRead"] = directory.changesOffered();
  const canFollow = vendor.isMarkTime ? await areTimesShown(directory) : mark !== null;
  return judgeTracking({
    ...{ vendor: vendor.name, product, mark, way: canFollow ? best : "fullRead" },
    tombstones: (await directory.changeLists()?.seesDeleted()) ?? null,
  });
};

/** One page of entries tells: the server gives every entry a time, or the account sees none. */
const areTimesShown = async (directory: Directory): Promise<boolean> => {
  for await (const page of directory.read(wholeScope(directory), [])) {
    return page.some(({ marker }) => instantOfGeneralizedTime(marker) !== null);
  }
  return false;
};

const WAYS: Readonly<Record<ChangeTracking["way"], string>> = {
  dirSync: "What has changed is asked of the server (DirSync), and only that is read",
  usnChanged: "What has changed is found by its update sequence number, and only that is read",
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
const adviceFor = ({ vendor, way, mark, tombstones }: ChangeTracking): string | undefined => {
  if (vendor === "openldap" && mark === null)
    return "Load the overlay syncprov and let the account read contextCSN of the suffix: runs become much shorter.";
  if (vendor === "generic" && way === "fullRead") return "Let the account read modifyTimestamp of all entries: runs become much shorter.";
  if (tombstones === false) return "Where removals should show sooner, let the account list and read CN=Deleted Objects.";
  return undefined;
};
