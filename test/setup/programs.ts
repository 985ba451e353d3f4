import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildPages } from "@dirstream/deploy/build-pages";
import { findChromium } from "@dirstream/deploy/components/chromium-program";
import { findSamba } from "@dirstream/deploy/components/samba-programs";
import { findSlapd } from "@dirstream/deploy/components/slapd-programs";

/** vitest's global set-up of the `e2e` level: its files run side by side, and must not all install the same packages or build the pages. */
export default async (): Promise<void> => {
  findSlapd();
  findSamba();
  findChromium();
  await buildPages(join(tmpdir(), "dirstream-pages"), (sentence) => console.log(sentence), new AbortController().signal);
};
