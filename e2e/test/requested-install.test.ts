import { createRedeemer, memoryStore } from "@fleetprompt/redeem-client"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Answer, ask, must } from "../support/ask.ts"
import { Browser } from "../support/browser.ts"
import { engines } from "../support/engines.ts"
import type { ExampleTarget } from "../support/target.ts"
import { openWorld, type Person, type World } from "../support/world.ts"

const listing = "acme/support-triage"

describe.each(engines)("T-TOKEN-5 · an install that a target asks for, on $name", (engine) => {
  let world: World
  let bob: Person
  let whs: ExampleTarget
  const as = (person: Person) => ({ url: world.registry.url, token: person.token })

  beforeAll(async () => {
    world = await openWorld(engine)
    const alice = as(await world.person("alice"))
    bob = await world.person("bob")
    whs = await world.target("whs")
    const words = { assetKind: "whs_agent", name: "Support Triage", summary: "Sorts incoming tickets." }
    await must(alice, "POST", "/v1/publishers", { handle: "acme", displayName: "Acme" })
    await must(alice, "POST", "/v1/listings", { slug: listing, ...words })
    const release = { version: "1.4.0", refs: { whsAgentId: "agt_1" } }
    await must(alice, "POST", `/v1/listings/${listing}/releases`, release)
    await must(alice, "PUT", `/v1/listings/${listing}/status`, { status: "published" })
  })
  afterAll(() => world.end())

  /** Signs in at the target and presses its button. Returns the handoff that the registry's start page is opened with. */
  const request = async (): Promise<{ browser: Browser; handoff: string }> => {
    const browser = new Browser()
    await browser.submit(`${whs.url}/sign-in`, { member: "bob", next: "/" })
    const startUrl = new URL(await browser.leave(`${whs.url}/want`, { listing }))
    expect(startUrl.origin).toBe(world.registry.url)
    return { browser, handoff: startUrl.searchParams.get("handoff") ?? "" }
  }
  /** What the buyer does at the registry with it. */
  const agree = (handoff: string): Promise<Answer> =>
    ask(as(bob), "POST", "/v1/install-intents", { listing, target: "whs", handoff })

  it("goes from the target's button over the registry to an agent in the target", async () => {
    const { browser, handoff } = await request()
    expect(await must(as(bob), "GET", `/v1/handoffs/${handoff}`)).toMatchObject({ listing, target: { name: "whs" } })
    const { body } = await agree(handoff)
    expect((await browser.follow(String(body["link"]))).text).toContain("Do you want to install this?")
    expect(await browser.press("install")).toMatchObject({
      status: 200,
      text: expect.stringContaining("It is installed."),
    })
    const { installIntentId } = body["intent"] as { installIntentId: string }
    expect(await must(as(bob), "GET", `/v1/install-intents/${installIntentId}`)).toMatchObject({
      status: "redeemed",
      outcome: "completed",
      handoffId: handoff,
      targetInstallRef: expect.stringMatching(/^agent-/),
    })
  })

  it("is good in the browser it was asked for in, and in no other", async () => {
    const { browser, handoff } = await request()
    const link = String((await agree(handoff)).body["link"])
    const thief = new Browser()
    await thief.submit(`${whs.url}/sign-in`, { member: "bob", next: "/" })
    expect((await thief.follow(link)).status).toBe(400)
    expect((await browser.follow(link)).text).toContain("Do you want to install this?")
    expect((await browser.press("install")).status).toBe(200)
  })

  it("cannot be redeemed without what the browser keeps, even with the target's secret", async () => {
    const { handoff } = await request()
    const token = String((await agree(handoff)).body["installToken"])
    const redeem = { token, redemptionId: "a-redemption-of-a-thief", subject: { iss: bob.iss, sub: bob.sub } }
    const target = { url: world.registry.url, token: whs.secret }
    const verifiers = [{}, { codeVerifier: "a".repeat(43) }]
    for (const verifier of verifiers) {
      const refused = await ask(target, "POST", "/v1/install-intents/redeem", { ...redeem, ...verifier }, null)
      expect(refused).toMatchObject({ status: 403, body: { code: "CODE_VERIFIER_MISMATCH" } })
    }
    const redeemer = createRedeemer({
      registry: world.registry.url,
      credential: { secret: whs.secret },
      store: memoryStore(),
    })
    expect(await redeemer.peek(token, redeem.subject)).not.toBeNull()
  })

  it("is asked for once: a handoff that was answered is gone", async () => {
    const { handoff } = await request()
    expect((await agree(handoff)).status).toBe(201)
    expect((await agree(handoff)).status).toBe(404)
    expect((await ask(as(bob), "GET", `/v1/handoffs/${handoff}`)).status).toBe(404)
  })
})
