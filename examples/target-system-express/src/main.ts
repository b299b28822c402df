import { createApp, installRoutesOf } from "./app.ts"
import { readConfig } from "./config.ts"
import { openDatabase } from "./database.ts"

const config = readConfig(process.env)
const database = openDatabase(config.databasePath)
const routes = installRoutesOf(config, database)

// What a crash, an error or an outage left unfinished: now, and whenever it happens.
await routes.resume()
const resuming = setInterval(() => void routes.resume(), 60_000)

const server = createApp(database, routes).listen(
  config.port,
  "127.0.0.1",
  () => void process.stdout.write(`Flows on http://127.0.0.1:${config.port}\n`),
)
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    clearInterval(resuming)
    server.close(() => database.close())
  })
}
