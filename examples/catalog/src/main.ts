import { FleetPrompt } from "@fleetprompt/sdk"
import { readEntries } from "./entry.ts"
import { loadCatalog } from "./load.ts"

const { FLEETPROMPT_URL: baseUrl, FLEETPROMPT_TOKEN: token } = process.env
if (baseUrl === undefined || token === undefined) {
  process.stderr.write("Set FLEETPROMPT_URL and FLEETPROMPT_TOKEN first; `fleetprompt-server dev` prints both.\n")
  process.exitCode = 2
} else {
  const count = await loadCatalog(new FleetPrompt({ baseUrl, token }), await readEntries())
  process.stdout.write(`${count} listings are on the registry.\n`)
}
