import { findSamba } from "@dirstream/deploy/components/samba-programs";
import { findSlapd } from "@dirstream/deploy/components/slapd-programs";

/** vitest's global set-up of the `e2e` level: its files run side by side, and must not all install the same packages. */
export default (): void => {
  findSlapd();
  findSamba();
};
