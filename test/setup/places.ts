import { join } from "node:path";

export const repository = join(import.meta.dirname, "../..");

/** Where fetched binaries are kept, for the tests and the local run alike. */
export const toolsDirectory = join(repository, ".dirstream/tools");
