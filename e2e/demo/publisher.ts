import { fileURLToPath } from "node:url"
import { FleetPrompt } from "@fleetprompt/sdk"
import { readEntries } from "../../examples/catalog/src/entry.ts"
import { loadCatalog } from "../../examples/catalog/src/load.ts"
import { cliIn } from "../support/cli.ts"
import type { Registry } from "../support/registry.ts"
import { expectCode } from "./expect.ts"
import type { Transcript } from "./transcript.ts"

const manifests = fileURLToPath(new URL("../../examples/manifests", import.meta.url))

/** The 391 real entries, through the SDK. */
export async function loadRealCatalog(registry: Registry, say: Transcript): Promise<void> {
  const startedAtMs = performance.now()
  const client = new FleetPrompt({ baseUrl: registry.url, token: registry.token })
  const count = await loadCatalog(client, await readEntries())
  const seconds = ((performance.now() - startedAtMs) / 1_000).toFixed(1)
  say.fact(`${count} listings, each with a release, loaded over the public API in ${seconds} s.`)
  say.fact(`${registry.url}/listings?q=database`)
}

/** Publishes the three example manifests with the real command line, and one of them twice. */
export async function publishExamples(registry: Registry, say: Transcript): Promise<void> {
  const fleetprompt = cliIn(manifests, registry, registry.token)
  const claimed = await fleetprompt("publisher", "claim", "acme", "--display-name", "Acme")
  say.command("fleetprompt publisher claim acme --display-name Acme", expectCode(claimed, 0).stdout)
  for (const folder of ["whs-agent", "agentromatic-workflow", "spec-asset", "whs-agent"]) {
    const published = await cliIn(`${manifests}/${folder}`, registry, registry.token)("publish")
    say.command(`cd examples/manifests/${folder} && fleetprompt publish`, expectCode(published, 0).stdout)
  }
  say.fact("The second publish of the same manifest found nothing to do: it is a statement of how things should be.")
}
