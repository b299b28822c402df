import { cp, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { createRedeemer, memoryStore, type TargetKey } from "@fleetprompt/redeem-client"
import { createInstallRoutes, type InstallRoutes } from "@fleetprompt/redeem-client/handlers"
import { createRevocations } from "@fleetprompt/redeem-client/revocations"
import { targetEntry } from "@fleetprompt/redeem-client/self"
import { FleetPrompt, type IssuedInstall } from "@fleetprompt/sdk"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { cliIn } from "../support/cli.ts"
import { engines } from "../support/engines.ts"
import { openWorld, type Person, type World } from "../support/world.ts"

const manifests = fileURLToPath(new URL("../../examples/manifests", import.meta.url))

describe.each(engines)("A target that signs, with the pages of its client, on $name", (engine) => {
  let world: World
  let alice: Person
  let bob: Person
  let key: TargetKey
  let targetId: string
  const project = () => cliIn(join(world.folder, "manifests/whs-agent"), world.registry, alice.token)
  const as = ({ token }: Person) => new FleetPrompt({ baseUrl: world.registry.url, token })
  const issued = async (): Promise<IssuedInstall> => {
    const run = await cliIn(world.folder, world.registry, bob.token)(
      "install",
      "acme/support-triage",
      "--target",
      "whs",
      "--json",
    )
    return JSON.parse(run.stdout)
  }

  beforeAll(async () => {
    world = await openWorld(engine)
    alice = await world.person("alice")
    bob = await world.person("bob")
    key = await newKey()
    const file = join(world.folder, "whs.jwk")
    await writeFile(file, JSON.stringify({ kty: key.kty, crv: key.crv, x: key.x, y: key.y }))
    const flags = ["--system", "whs", "--landing-url", "https://whs.example/fleetprompt/install", "--public-key", file]
    targetId = (await world.registry.operate<{ targetId: string }>("target", "add", "whs", ...flags)).targetId
    await cp(manifests, join(world.folder, "manifests"), { recursive: true })
    await project()("publisher", "claim", "acme")
    await project()("publish")
  })
  afterAll(() => world.end())

  it("is known by its key, and tells what it runs", async () => {
    const entry = targetEntry({ registry: world.registry.url, credential: { targetId, keys: [key] } })
    expect(await entry.describe()).toMatchObject({ targetId, name: "whs", systemVersions: {} })
    expect(await entry.setVersions({ whs: "2.4.0" })).toMatchObject({ systemVersions: { whs: "2.4.0" } })
    const stranger = targetEntry({ registry: world.registry.url, credential: { targetId, keys: [await newKey()] } })
    await expect(stranger.describe()).rejects.toMatchObject({ problemCode: "TARGET_KEY_UNKNOWN" })
  })

  it("installs from link to report, although its newest key is not registered yet and its clock is wrong", async () => {
    const store = memoryStore()
    const credential = { targetId, keys: [await newKey(), key] }
    const now = () => Date.now() - 3_600_000
    const routes = createInstallRoutes(createRedeemer({ registry: world.registry.url, credential, store, now }), {
      subject: () => ({ iss: bob.iss, sub: bob.sub }),
      authorize: () => true,
      install: () => ({ outcome: "completed", targetInstallRef: "agent-1" }),
      store,
    })
    const { intent, link } = await issued()
    expect(await install(routes, link)).toContain("It is installed.")
    const known = await as(bob).installs.get(intent.installIntentId)
    expect(known).toMatchObject({ status: "redeemed", outcome: "completed", targetInstallRef: "agent-1" })
  })

  it("hears of a revocation by the registry's signature", async () => {
    const { intent } = await issued()
    const revocations = createRevocations({ registry: world.registry.url })
    expect(await revocations.isRevoked(intent.release.releaseId)).toBe(false)
    await as(alice).releases.revoke("acme/support-triage", "1.4.0", { reason: "security" })
    const later = createRevocations({ registry: world.registry.url })
    expect(await later.isRevoked(intent.release.releaseId)).toBe(true)
  })
})

/** What the buyer's browser does, up to the last page's text. */
async function install(routes: InstallRoutes, link: string): Promise<string> {
  const headers = { "sec-fetch-site": "same-origin", "content-type": "application/json" }
  const body = JSON.stringify({ link: new URL(link).hash })
  const address = `https://whs.example${routes.path}`
  const received = await routes.receive(new Request(address, { method: "POST", headers, body }))
  const cookie = received.headers.get("set-cookie")?.split(";")[0] ?? ""
  const page = await (await routes.confirm(new Request(`${address}/confirm`, { headers: { cookie } }))).text()
  const answer = new URLSearchParams({ install: /value="([0-9a-f]{64})"/.exec(page)?.[1] ?? "", answer: "install" })
  const form = { method: "POST", headers: { "sec-fetch-site": "same-origin", cookie }, body: answer }
  return await (await routes.complete(new Request(`${address}/confirm`, form))).text()
}

async function newKey(): Promise<TargetKey> {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"])
  const { kty = "", crv, x, y, d } = await crypto.subtle.exportKey("jwk", pair.privateKey)
  return { kty, crv, x, y, d }
}
