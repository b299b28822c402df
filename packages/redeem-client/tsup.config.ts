import { defineConfig } from "tsup"

const shared = { format: "esm", dts: true, target: "es2023", silent: true } as const

const neutral = [
  "index",
  "handlers",
  "hono",
  "express",
  "fastify",
  "next",
  "revocations",
  "receipts",
  "sql",
  "sqlite",
  "self",
]

/** Builds apart, so that nothing of Node can reach the entries that also run on edge runtimes. */
export default defineConfig([
  { ...shared, entry: neutral.map((name) => `src/${name}.ts`), platform: "neutral" },
  { ...shared, entry: ["src/node.ts"], platform: "node", removeNodeProtocol: false },
  { ...shared, entry: { testing: "src/testing/index.ts" }, platform: "node", removeNodeProtocol: false },
])
