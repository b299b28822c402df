import { createApp, installRoutesOf } from "./app.ts"
import { readConfig } from "./config.ts"
import { openLibrary } from "./database.ts"

const { connection, issuer, databasePath, port } = readConfig(process.env)
const library = openLibrary(databasePath)
const routes = installRoutesOf(connection, issuer, library)
const app = createApp(library, routes)

// What a crash, an error or an outage left unfinished: now, and whenever it happens.
await routes.resume()
const resuming = setInterval(() => void routes.resume(), 60_000)

await app.listen({ port, host: "127.0.0.1" })
process.stdout.write(`Library on http://127.0.0.1:${port}\n`)
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    clearInterval(resuming)
    void app.close().then(() => library.close())
  })
}
