import { basename } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Few lines, and minutes: vitest, which begins with the largest files until it has seen how long each takes, would come to them last. */
const LONG_FOR_THEIR_SIZE = ["faults.e2e.test.ts", "restart.e2e.test.ts", "busy-directory.e2e.test.ts", "small-memory.e2e.test.ts"];

/** So that a run does not end with one long file while the other workers have nothing left to do. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = LONG_FOR_THEIR_SIZE.indexOf(basename(moduleId));
      return at < 0 ? LONG_FOR_THEIR_SIZE.length : at;
    };
    return (await super.sort(files)).sort((one, other) => place(one) - place(other));
  }
}
