import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { FleetPrompt } from "@fleetprompt/sdk"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Cli, cliIn } from "../support/cli.ts"
import { engines } from "../support/engines.ts"
import { pictureOf } from "../support/picture.ts"
import { type Registry, startRegistry } from "../support/registry.ts"

const slug = "acme/triage"
const manifest = (images: string) => `manifestVersion: 1
listing:
  slug: ${slug}
  assetKind: whs_agent
  name: Triage
  summary: Routes tickets to the right people.
${images}
release:
  version: 1.0.0
  refs: { whsAgentId: agt_1 }
`

describe.each(engines)("T-CLI-5 · images of a manifest on $name", (engine) => {
  let folder: string
  let registry: Registry
  let cli: Cli
  let fp: FleetPrompt

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "fleetprompt-images-"))
    const data = await mkdtemp(join(folder, "registry-"))
    registry = await startRegistry({ folder: data, databaseUrl: await engine.createDatabase() })
    cli = cliIn(folder, registry, registry.token)
    fp = new FleetPrompt({ baseUrl: registry.url, token: registry.token })
    for (const [index, name] of ["inbox", "rules", "report"].entries()) {
      await writeFile(join(folder, `${name}.png`), pictureOf(40, 30 + index))
    }
    await fp.publishers.claim({ handle: "acme", displayName: "Acme" })
  })
  afterAll(async () => {
    await registry.process.kill("SIGTERM")
    await rm(folder, { recursive: true, force: true })
  })

  async function publish(images: string) {
    await writeFile(join(folder, "fleetprompt.yaml"), manifest(images))
    const ran = await cli("publish", "--json")
    expect(ran).toMatchObject({ code: 0 })
    const { data, meta } = await fp.listings.get(slug).withResponse()
    return { listing: JSON.parse(ran.stdout).listing, alts: data.images.map(({ alt }) => alt), etag: meta.etag }
  }

  it("are sent once, follow the manifest in order and words, and go with it", async () => {
    const both = `  images:
    - { file: inbox.png, alt: The inbox }
    - { file: rules.png, alt: The rules }`
    const first = await publish(both)
    expect(first).toMatchObject({ listing: { action: "created" }, alts: ["The inbox", "The rules"] })
    const [image] = (await fp.listings.get(slug)).images
    expect((await fetch(new URL(image?.url ?? "", registry.url))).headers.get("content-type")).toBe("image/webp")

    const again = await publish(both)
    expect(again).toMatchObject({ listing: { action: "unchanged", fields: [] }, etag: first.etag })
    expect(await cli("diff", "--exit-code")).toMatchObject({ code: 0 })

    const other = `  images:
    - { file: report.png, alt: The report }
    - { file: inbox.png, alt: The full inbox }`
    expect(await publish(other)).toMatchObject({
      listing: { action: "updated", fields: ["images"] },
      alts: ["The report", "The full inbox"],
    })
    expect(await publish("")).toMatchObject({
      listing: { action: "unchanged" },
      alts: ["The report", "The full inbox"],
    })
    expect(await publish("  images: []")).toMatchObject({ listing: { fields: ["images"] }, alts: [] })
  })
})
