import { beforeEach, describe, expect, it } from "vitest"
import { expectRefusal } from "../support/answers.ts"
import { type CiStage, openWithCi } from "../support/ci-provider.ts"
import { hours, minutes } from "../support/clock.ts"
import { engines } from "../support/engines.ts"
import { createKey } from "../support/identity-provider.ts"

describe.each(engines.filter(({ name }) => name === "SQLite"))("T-TRUST-2 · the keys of a CI", (engine) => {
  let stage: CiStage
  beforeEach(async () => {
    stage = await openWithCi(engine)
    await stage.trust()
    return () => stage.close()
  })

  const status = async (parts?: Parameters<CiStage["exchangeWith"]>[0]) => (await stage.exchangeWith(parts)).status

  it("are asked for once, however many runs come at the same time", async () => {
    const statuses = await Promise.all(Array.from({ length: 20 }, () => status()))
    expect(new Set(statuses)).toEqual(new Set([200]))
    expect(stage.ci.keyRequests()).toBe(1)
  })

  it("are asked for at most once a minute, however many tokens name keys of their own", async () => {
    expect(await status()).toBe(200)
    const forger = await createKey("forged", "RS256")
    const forged = await Promise.all(
      Array.from({ length: 1_000 }, (_, index) => stage.oidcToken({ key: { ...forger, kid: `random-${index}` } })),
    )
    stage.registry.clock.advance(60_000)
    for (const token of forged) expectRefusal(await stage.exchange(token), 401, "OIDC_TOKEN_REJECTED")
    expect(stage.ci.keyRequests()).toBe(2)
    stage.registry.clock.advance(59_999)
    for (const token of forged.slice(0, 10)) expect((await stage.exchange(token)).status).toBe(401)
    expect(stage.ci.keyRequests()).toBe(2)
  })

  it("can be changed: a new one is learned after the cooldown, and an old one forgotten within ten minutes", async () => {
    const second = await createKey("second", "RS256")
    expect(await status()).toBe(200)
    stage.ci.publish([second])
    expect(await status({ key: second })).toBe(401)
    stage.registry.clock.advance(60_000)
    expect(await status({ key: second })).toBe(200)
    expect(await status()).toBe(401)
  })

  it.each<[string, Parameters<CiStage["ci"]["misbehave"]>[0]]>([
    ["is gone", (_request, response) => response.destroy()],
    ["shows no keys", (_request, response) => response.end('{"keys":[]}')],
    ["sends us elsewhere", (_request, response) => response.writeHead(302, { location: "/keys" }).end()],
    ["answers nonsense", (_request, response) => response.end("<html>")],
  ])("of old stay good for a day when the CI %s, and then nobody is let in until it is back", async (_what, how) => {
    expect(await status()).toBe(200)
    stage.ci.misbehave(how)
    stage.registry.clock.advance(hours(24) - 1)
    expect(await status()).toBe(200)
    stage.registry.clock.advance(minutes(1))
    const answer = await stage.exchangeWith()
    expectRefusal(answer, 503, "IDENTITY_PROVIDER_UNAVAILABLE")
    expect(answer.problem.retryable).toBe(true)
    stage.ci.misbehave(undefined)
    stage.registry.clock.advance(minutes(1))
    expect(await status()).toBe(200)
  })

  it("that cannot be fetched at all let nobody in, and use no token up", async () => {
    const token = await stage.oidcToken()
    stage.ci.misbehave((_request, response) => response.destroy())
    expectRefusal(await stage.exchange(token), 503, "IDENTITY_PROVIDER_UNAVAILABLE")
    stage.ci.misbehave(undefined)
    stage.registry.clock.advance(minutes(1))
    expect((await stage.exchange(token)).status).toBe(200)
  })
})
