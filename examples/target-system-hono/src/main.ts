import { serve } from "@hono/node-server"
import { createApp } from "./app.ts"
import { readConfig } from "./config.ts"
import { openWorkspace } from "./database.ts"
import { createHandoff } from "./handoff.ts"

const config = readConfig(process.env)
const workspace = openWorkspace(config.databasePath)
const handoff = createHandoff(config, workspace)
// A crash may have come between an import and its report.
await handoff.reportAll()

const server = serve(
  { fetch: createApp(config, workspace, handoff).fetch, port: config.port, hostname: "127.0.0.1" },
  (at) => process.stdout.write(`Workspace on http://127.0.0.1:${at.port}\n`),
)
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => server.close(() => workspace.close()))
}
