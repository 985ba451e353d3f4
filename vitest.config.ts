import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/setup/longest-first.ts";

const level = (name: string, include: string[], more = {}) => ({ extends: true as const, test: { name, include, ...more } });

/** The suffix of a test file says its level: x.test.ts is pure, x.int.test.ts has one real server, x.e2e.test.ts is the whole. */
export default defineConfig({
  test: {
    exclude: ["**/node_modules/**", "**/dist/**", ".dirstream/**"],
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    coverage: {
      provider: "v8",
      include: ["contracts/src/**", "libs/*/src/**", "services/*/src/**", "services/console/app/**"],
      exclude: ["**/*.test.ts"],
    },
    projects: [
      level("unit", ["{contracts,libs,services,deploy,test}/**/!(*.int|*.e2e).test.{ts,tsx}"]),
      level("int", ["{contracts,libs,services,deploy,test}/**/*.int.test.ts"], {
        globalSetup: ["test/setup/servers.ts"],
        testTimeout: 30_000,
        hookTimeout: 60_000,
      }),
      level("e2e", ["test/e2e/**/*.e2e.test.ts"], {
        globalSetup: ["test/setup/programs.ts"],
        testTimeout: 120_000,
        hookTimeout: 300_000,
      }),
    ],
  },
});
