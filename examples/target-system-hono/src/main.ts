import { serve } from "@hono/node-server"
import { createApp } from "./app.ts"
import { readConfig } from "./config.ts"
import { openWorkspace } from "./database.ts"
import { installRoutesOf } from "./install-routes.ts"
import { createSessions } from "./sessions.ts"

const config = readConfig(process.env)
const workspace = openWorkspace(config.databasePath)
const sessions = createSessions(workspace)
const routes = installRoutesOf(config, workspace, sessions)

// What a crash, an error or an outage left unfinished: now, and whenever it happens.
await routes.resume()
const resuming = setInterval(() => void routes.resume(), 60_000)

const server = serve(
  { fetch: createApp(workspace, sessions, routes).fetch, port: config.port, hostname: "127.0.0.1" },
  (at) => process.stdout.write(`Workspace on http://127.0.0.1:${at.port}\n`),
)
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    clearInterval(resuming)
    server.close(() => workspace.close())
  })
}
