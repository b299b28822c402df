import type { EngineUnderTest } from "../support/engines.ts"
import { must } from "../support/ask.ts"
import { openWorld, type Person, type World } from "../support/world.ts"

/** Where installs are fought over: a published listing, its publisher, a buyer and two targets of which one is theirs. */
export interface Arena {
  readonly world: World
  readonly publisher: Person
  readonly buyer: Person
  readonly target: string
  readonly otherTarget: string
  readonly listing: string
}

export async function openArena(engine: EngineUnderTest): Promise<Arena> {
  const world = await openWorld(engine)
  const url = world.directUrl
  const publisher = await world.person("alice")
  const buyer = await world.person("bob")
  const target = await world.registry.addTarget("whs", "https://whs.example/install")
  const otherTarget = await world.registry.addTarget("whs-staging", "https://staging.example/install")
  const listing = "acme/support-triage"
  const alice = { url, token: publisher.token }
  await must(alice, "POST", "/v1/publishers", { handle: "acme", displayName: "Acme" })
  const words = { assetKind: "whs_agent", name: "Support Triage", summary: "Sorts incoming tickets." }
  await must(alice, "POST", "/v1/listings", { slug: listing, ...words })
  const arena = { world, publisher, buyer, target, otherTarget, listing }
  await release(arena, "1.0.0")
  await must(alice, "PUT", `/v1/listings/${listing}/status`, { status: "published" })
  return arena
}

/** Publishes one more version of the listing. */
export async function release({ world, publisher, listing }: Arena, version: string): Promise<void> {
  const alice = { url: world.directUrl, token: publisher.token }
  await must(alice, "POST", `/v1/listings/${listing}/releases`, { version, refs: { whsAgentId: "agt_1" } })
}
