import { createHash, randomBytes, randomUUID } from "node:crypto"
import type { CreatedHandoff, Handoff } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { purgeHandoffs } from "../../src/domain/handoffs/purge.ts"
import { expectRefusal, expectSameAnswer } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { days, minutes } from "../support/clock.ts"
import { engines } from "../support/engines.ts"
import { issuer, openRegistry, type TestRegistry } from "../support/registry.ts"

const bobs = { iss: issuer, sub: "bob" }
const nowhere = "hof_0000000000000000000000"

describe.each(engines)("T-HANDOFF-8 · installs that targets ask for, on $name", (engine) => {
  let registry: TestRegistry
  let bob: Caller
  let whs: Caller
  beforeAll(async () => {
    registry = await openRegistry(engine)
    whs = await registry.target("whs")
    await registry.target("whs-staging")
    const alice = await registry.as("alice")
    await alice.shelve("acme/triage")
    await alice.publish("acme/triage", { version: "1.1.0" })
    bob = await registry.as("bob")
  })
  afterAll(() => registry.close())

  async function ask(wanted: object = {}) {
    const codeVerifier = randomBytes(32).toString("base64url")
    const codeChallenge = createHash("sha256").update(codeVerifier).digest("base64url")
    const { status, body } = await whs.request<CreatedHandoff>("POST", "/v1/handoffs", { codeChallenge, ...wanted })
    expect(status).toBe(201)
    return { ...body, codeVerifier }
  }
  const answer = (handoff: string, fields: object = {}) => bob.install({ listing: "acme/triage", handoff, ...fields })
  const redeem = (token: string, codeVerifier?: string, redemptionId = randomUUID()) =>
    whs.redeem({ token, redemptionId, subject: bobs, ...(codeVerifier !== undefined && { codeVerifier }) })

  it("are shown to the buyer they were sent to, and lead back with the target's state", async () => {
    const wanted = { state: "s~1", targetContext: { telespaceId: "ts_1" }, listing: "acme/triage", version: "1.0.0" }
    const { handoffId, startUrl, expiresAtMs, codeVerifier } = await ask(wanted)
    expect(startUrl).toBe(`https://registry.example/install?handoff=${handoffId}`)
    expect(expiresAtMs).toBe(registry.clock.nowMs() + minutes(10))
    expect((await bob.get<Handoff>(`/v1/handoffs/${handoffId}`)).body).toMatchObject({
      target: { name: "whs", targetSystem: "whs" },
      targetContext: { telespaceId: "ts_1" },
      listing: "acme/triage",
      version: "1.0.0",
    })
    const { status, body } = await answer(handoffId)
    expect(status).toBe(201)
    expect(body.intent).toMatchObject({
      handoffId,
      targetContext: { telespaceId: "ts_1" },
      release: { version: "1.0.0" },
    })
    expect(new URLSearchParams(new URL(body.link).hash.slice(1)).get("fp_state")).toBe("s~1")
    const reissued = await bob.issueToken(body.intent.installIntentId)
    expect(reissued.body.link).toContain("fp_state=s%7E1")
    expect((await redeem(reissued.body.installToken, codeVerifier)).status).toBe(200)
  })

  it("are redeemed by the session that asked alone, and a wrong verifier consumes nothing", async () => {
    const { handoffId, codeVerifier } = await ask()
    const { installToken, intent } = (await answer(handoffId)).body
    const another = (await ask()).codeVerifier
    for (let attempt = 0; attempt < 7; attempt++) {
      expectRefusal(await redeem(installToken, another), 403, "CODE_VERIFIER_MISMATCH")
      expectRefusal(await redeem(installToken), 403, "CODE_VERIFIER_MISMATCH")
    }
    expect((await bob.getInstall(intent.installIntentId)).body.status).toBe("token_issued")
    const redemptionId = randomUUID()
    const first = await redeem(installToken, codeVerifier, redemptionId)
    expect(first.status).toBe(200)
    expect((await redeem(installToken, codeVerifier, redemptionId)).body.redemption).toEqual(first.body.redemption)
    expectRefusal(await redeem(installToken, another, redemptionId), 409, "INSTALL_TOKEN_REDEEMED")
  })

  it("take no verifier where the install was started here", async () => {
    const { installToken } = (await bob.install({ listing: "acme/triage" })).body
    expectRefusal(await redeem(installToken, (await ask()).codeVerifier), 403, "CODE_VERIFIER_MISMATCH")
    expect((await redeem(installToken)).status).toBe(200)
  })

  it("are good for one install, of however many at once, and for one buyer's request repeated", async () => {
    const { handoffId } = await ask()
    const key = randomUUID()
    const first = await bob.install({ listing: "acme/triage", handoff: handoffId }, { key })
    expect((await bob.install({ listing: "acme/triage", handoff: handoffId }, { key })).body).toEqual(first.body)
    expectSameAnswer(await answer(handoffId), await answer(nowhere))
    expectSameAnswer(await bob.get(`/v1/handoffs/${handoffId}`), await bob.get(`/v1/handoffs/${nowhere}`))
    const busy = (await ask()).handoffId
    const answers = await Promise.all(Array.from({ length: 10 }, () => answer(busy)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  })

  it("stay good after an answer that was refused", async () => {
    const { handoffId } = await ask()
    expectRefusal(await answer(handoffId, { version: "9.9.9" }), 404, "NOT_FOUND")
    expect((await answer(handoffId)).status).toBe(201)
  })

  it("go to the target that asks, for what it asks, with its own context", async () => {
    const { handoffId } = await ask({ listing: "acme/triage", version: "1.0.0" })
    expectRefusal(await answer(handoffId, { target: "whs-staging" }), 404, "NOT_FOUND")
    const other = await answer(handoffId, { version: "1.1.0", targetContext: { roomId: "mine" } })
    expectRefusal(other, 422, "VALIDATION_FAILED")
    expect(other.problem.errors.map(({ pointer }) => pointer)).toEqual(["/version", "/targetContext"])
    await (await registry.as("alice")).shelve("acme/other")
    const wrong = await answer(handoffId, { listing: "acme/other" })
    expect(wrong.problem.errors.map(({ pointer }) => pointer)).toEqual(["/listing"])
    expect((await answer(handoffId)).status).toBe(201)
  })

  it("end after ten minutes, to the millisecond, and are forgotten then", async () => {
    const [early, late] = [await ask(), await ask()]
    registry.clock.advance(minutes(10) - 1)
    expect((await answer(early.handoffId)).status).toBe(201)
    expect((await bob.get(`/v1/handoffs/${late.handoffId}`)).status).toBe(200)
    registry.clock.advance(1)
    expectRefusal(await bob.get(`/v1/handoffs/${late.handoffId}`), 404, "NOT_FOUND")
    expectRefusal(await answer(late.handoffId), 404, "NOT_FOUND")
    expect(await purgeHandoffs(registry.context)).toBeGreaterThan(0)
    expect(await registry.rawSql("SELECT * FROM handoffs")).toEqual([])
  })

  it("are refused for a listing nobody sees, a secret in the state, and a challenge that is none", async () => {
    const send = (body: object) => whs.request("POST", "/v1/handoffs", { codeChallenge: "A".repeat(43), ...body })
    expectRefusal(await send({ listing: "acme/unborn" }), 404, "NOT_FOUND")
    expectRefusal(await send({ codeChallenge: "plain" }), 422, "VALIDATION_FAILED")
    expectRefusal(await send({ state: registry.context.secrets.random("installToken") }), 422, "SECRET_DETECTED")
    expectRefusal(await send({ redirectUrl: "https://evil.example" }), 422, "VALIDATION_FAILED")
  })

  it("leave a redemption that can be replayed to the second for thirty days", async () => {
    const { handoffId, codeVerifier } = await ask()
    const { installToken } = (await answer(handoffId)).body
    const redemptionId = randomUUID()
    const first = await redeem(installToken, codeVerifier, redemptionId)
    registry.clock.advance(days(30) - 1_000)
    const late = await redeem(installToken, codeVerifier, redemptionId)
    expect(JSON.stringify(late.body.redemption)).toBe(JSON.stringify(first.body.redemption))
    registry.clock.advance(2_000)
    expectRefusal(await redeem(installToken, codeVerifier, redemptionId), 409, "INSTALL_TOKEN_REDEEMED")
  })
})
