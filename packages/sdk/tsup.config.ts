import { writeFile } from "node:fs/promises"
import { defineConfig } from "tsup"
import { manifestJsonSchema } from "./src/contracts/index.ts"

export default defineConfig({
  entry: {
    index: "src/index.ts",
    node: "src/node.ts",
    "account/index": "src/account/index.ts",
    "admin/index": "src/admin/index.ts",
    "contracts/index": "src/contracts/index.ts",
    "receipts/index": "src/receipts/index.ts",
    "images/index": "src/images/index.ts",
    "secrets/index": "src/secrets/index.ts",
    "trusted-publishing/index": "src/trusted-publishing/index.ts",
  },
  format: "esm",
  platform: "neutral",
  target: "es2023",
  dts: true,
  clean: true,
  silent: true,
  async onSuccess() {
    await writeFile("dist/manifest.schema.json", `${JSON.stringify(manifestJsonSchema(), null, 2)}\n`)
  },
})
