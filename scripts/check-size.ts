import { gzipSync } from "node:zlib"
import { build } from "esbuild"

/** What an importer pays for one entry, minified and gzipped, without the dependencies it may share. */
const budgets = [
  { entry: "packages/redeem-client/src/index.ts", bytesMax: 6_000 },
  { entry: "packages/redeem-client/src/handlers.ts", bytesMax: 6_500 },
  { entry: "packages/redeem-client/src/hono.ts", bytesMax: 300 },
  { entry: "packages/redeem-client/src/next.ts", bytesMax: 300 },
  { entry: "packages/redeem-client/src/express.ts", bytesMax: 900 },
  { entry: "packages/redeem-client/src/fastify.ts", bytesMax: 900 },
  { entry: "packages/redeem-client/src/revocations.ts", bytesMax: 3_000 },
  { entry: "packages/redeem-client/src/receipts.ts", bytesMax: 3_000 },
  { entry: "packages/redeem-client/src/self.ts", bytesMax: 4_500 },
  { entry: "packages/redeem-client/src/node.ts", bytesMax: 1_000 },
  { entry: "packages/redeem-client/src/sql.ts", bytesMax: 1_200 },
  { entry: "packages/redeem-client/src/sqlite.ts", bytesMax: 1_400 },
  { entry: "packages/sdk/src/index.ts", bytesMax: 12_000 },
]

for (const { entry, bytesMax } of budgets) {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    conditions: ["@fleetprompt/source"],
    external: ["zod", "undici", "node:*"],
    format: "esm",
    minify: true,
    write: false,
  })
  const bytes = outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0)
  console.log(`${entry}: ${bytes} of ${bytesMax} bytes`)
  if (bytes > bytesMax) process.exitCode = 1
}
