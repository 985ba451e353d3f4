import type { RootDse } from "../root-dse.ts";
import { ACTIVE_DIRECTORY, activeDirectory } from "./active-directory.ts";
import { generic } from "./generic.ts";
import { openldap } from "./openldap.ts";
import type { Vendor } from "./vendor.ts";

/** Tells the product from what it says of itself in its rootDSE. */
export const recognise = ({ capabilities, objectClasses }: RootDse): Vendor => {
  if (capabilities.has(ACTIVE_DIRECTORY)) return activeDirectory;
  return objectClasses.has("openldaprootdse") ? openldap : generic;
};
