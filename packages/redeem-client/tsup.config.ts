import { defineConfig } from "tsup"

const shared = { format: "esm", dts: true, target: "es2023", silent: true } as const

/** Two builds, so that nothing of Node can reach the core, which also runs on edge runtimes. */
export default defineConfig([
  { ...shared, entry: ["src/index.ts"], platform: "neutral" },
  { ...shared, entry: ["src/node.ts"], platform: "node", removeNodeProtocol: false },
])
