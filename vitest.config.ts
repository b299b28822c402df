import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config"
import { ClosingLine } from "./scripts/vitest/closing-line.ts"

/** Workspace packages come from their source, so that no test needs a build; the rest are Vite's own defaults. */
const conditions = ["@fleetprompt/source", "module", "node", "development|production"]

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    projects: [
      project("sdk", ["packages/sdk/test"]),
      project("redeem-client", ["packages/redeem-client/test"], { postgres: true }),
      project("cli", ["packages/cli/test"]),
      project("server", ["packages/server/test"], { postgres: true }),
      project("e2e", ["e2e", "examples/*/test"], { postgres: true }),
      project("scripts", ["scripts/test"], { isolate: true }),
    ],
    setupFiles: ["scripts/vitest/silent-console.ts"],
    reporters: ["default", new ClosingLine()],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // One worker per core. Vitest leaves one idle for itself, which on two cores would be half the machine.
    maxWorkers: "100%",
    // A test that reaches no expectation proves nothing.
    expect: { requireAssertions: true },
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    passWithNoTests: false,
  },
})

function project(
  name: string,
  folders: string[],
  { postgres = false, isolate = false } = {},
): TestProjectInlineConfiguration {
  return {
    extends: true,
    test: {
      name,
      // Files of a worker share their modules: to load them anew for each took as long as half of the tests.
      isolate,
      include: folders.map((folder) => `${folder}/**/*.test.{ts,tsx}`),
      globalSetup: postgres ? ["e2e/support/postgres.ts"] : [],
    },
  }
}
