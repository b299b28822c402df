import { randomUUID } from "node:crypto"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Caller } from "../support/caller.ts"
import { minutes } from "../support/clock.ts"
import { engines } from "../support/engines.ts"
import { issuer, openRegistry, type TestRegistry } from "../support/registry.ts"

const bobs = { iss: issuer, sub: "bob" }

describe.each(engines)("T-HANDOFF-11 · POST /v1/install-intents/introspect on $name", (engine) => {
  let registry: TestRegistry
  let bob: Caller
  let whs: Caller
  const peek = (caller: Caller, token: string, subject?: object) =>
    caller.request<Record<string, unknown>>("POST", "/v1/install-intents/introspect", {
      token,
      ...(subject && { subject }),
    })
  const issue = async () => (await bob.install({ listing: "acme/triage" })).body.installToken

  beforeAll(async () => {
    registry = await openRegistry(engine)
    whs = await registry.target("whs")
    await (await registry.as("alice")).shelve("acme/triage")
    bob = await registry.as("bob")
  })
  afterAll(() => registry.close())

  it("shows the bound target what a confirm page needs and whether the buyer is at the door", async () => {
    const token = await issue()
    expect((await peek(whs, token, bobs)).body).toMatchObject({
      active: true,
      listing: { slug: "acme/triage", name: "Support Triage", assetKind: "whs_agent" },
      publisher: { handle: "acme", verifiedAtMs: null },
      release: { version: "1.0.0" },
      subjectMatches: true,
    })
    expect((await peek(whs, token, { iss: issuer, sub: "eve" })).body).toMatchObject({ subjectMatches: false })
    expect((await peek(whs, token)).body).toMatchObject({ subjectMatches: null })
  })

  it("consumes nothing, however often it is asked", async () => {
    const token = await issue()
    for (let count = 0; count < 10; count++) await peek(whs, token, { iss: issuer, sub: "eve" })
    expect((await whs.redeem({ token, redemptionId: randomUUID(), subject: bobs })).status).toBe(200)
  })

  it("answers a foreign, unknown, spent, expired or garbled token with the same one word", async () => {
    const [foreign, spent] = [await issue(), await issue()]
    await whs.redeem({ token: spent, redemptionId: randomUUID(), subject: bobs })
    const unknown = registry.context.secrets.random("installToken")
    const answers = [
      await peek(await registry.target("whs-staging"), foreign, bobs),
      await peek(whs, unknown, bobs),
      await peek(whs, spent, bobs),
      await peek(whs, "garbled", bobs),
    ]
    registry.clock.advance(minutes(15))
    answers.push(await peek(whs, foreign, bobs))
    expect(answers.map(({ status, body }) => ({ status, body }))).toEqual(
      answers.map(() => ({ status: 200, body: { active: false } })),
    )
  })
})
