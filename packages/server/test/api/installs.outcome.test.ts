import { randomUUID } from "node:crypto"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal, expectSameAnswer } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { days } from "../support/clock.ts"
import { engines } from "../support/engines.ts"
import { issuer, openRegistry, type TestRegistry } from "../support/registry.ts"

describe.each(engines)("T-HANDOFF-12 · POST /v1/install-intents/{id}/outcome on $name", (engine) => {
  let registry: TestRegistry
  let bob: Caller
  let whs: Caller
  const report = (caller: Caller, id: string, redemptionId: string, outcome: string, code?: string) =>
    caller.request<{ outcome: string }>("POST", `/v1/install-intents/${id}/outcome`, {
      redemptionId,
      outcome,
      ...(code && { code }),
    })
  const redeemed = async () => {
    const { installToken, intent } = (await bob.install({ listing: "acme/triage" })).body
    const redemptionId = randomUUID()
    await whs.redeem({ token: installToken, redemptionId, subject: { iss: issuer, sub: "bob" } })
    return { id: intent.installIntentId, redemptionId }
  }
  const outcomeOf = async (id: string) =>
    (await bob.get<{ outcome: string | null; outcomeCode: string | null }>(`/v1/install-intents/${id}`)).body

  beforeAll(async () => {
    registry = await openRegistry(engine)
    whs = await registry.target("whs")
    await (await registry.as("alice")).shelve("acme/triage")
    bob = await registry.as("bob")
  })
  afterAll(() => registry.close())

  it("is the only thing that ever calls an install completed", async () => {
    const { id, redemptionId } = await redeemed()
    expect((await outcomeOf(id)).outcome).toBeNull()
    expect((await report(whs, id, redemptionId, "completed")).body.outcome).toBe("completed")
    expect((await outcomeOf(id)).outcome).toBe("completed")
  })

  it("takes the same report twice and writes one audit row", async () => {
    const { id, redemptionId } = await redeemed()
    const first = await report(whs, id, redemptionId, "declined", "user_declined")
    registry.clock.advance(1_000)
    expect((await report(whs, id, redemptionId, "declined", "user_declined")).body).toEqual(first.body)
    const audit = await registry.context.store.transaction((tx) => tx.audit.list(id, "install.outcome_reported"))
    expect(audit).toHaveLength(1)
    expect((await outcomeOf(id)).outcomeCode).toBe("user_declined")
  })

  it("lets a failure turn into success and nothing else turn into anything", async () => {
    const { id, redemptionId } = await redeemed()
    await report(whs, id, redemptionId, "failed", "import_failed")
    expect((await report(whs, id, redemptionId, "completed")).status).toBe(200)
    for (const outcome of ["failed", "declined"]) {
      expectRefusal(await report(whs, id, redemptionId, outcome), 409, "OUTCOME_CONFLICT")
    }
  })

  it("keeps the first name the target gives the installed thing, for the buyer", async () => {
    const { id, redemptionId } = await redeemed()
    const send = (outcome: string, targetInstallRef?: string) =>
      whs.request("POST", `/v1/install-intents/${id}/outcome`, {
        redemptionId,
        outcome,
        ...(targetInstallRef && { targetInstallRef }),
      })
    const refOf = async () => (await bob.getInstall(id)).body.targetInstallRef
    await send("failed")
    expect(await refOf()).toBeNull()
    await send("completed", "agt_17")
    expect(await refOf()).toBe("agt_17")
    await send("completed", "agt_18")
    expect(await refOf()).toBe("agt_17")
    expectRefusal(await send("completed", "two words"), 422, "VALIDATION_FAILED")
    expectRefusal(await send("completed", registry.context.secrets.random("personalToken")), 422, "SECRET_DETECTED")
  })

  it("answers another target, another redemptionId and an unredeemed intent like an unknown id", async () => {
    const { id, redemptionId } = await redeemed()
    const open = (await bob.install({ listing: "acme/triage" })).body.intent.installIntentId
    const staging = await registry.target("whs-staging")
    const unknown = await report(whs, "ins_0000000000000000000000", redemptionId, "completed")
    expectRefusal(unknown, 404, "NOT_FOUND")
    expectSameAnswer(await report(staging, id, redemptionId, "completed"), unknown)
    expectSameAnswer(await report(whs, id, randomUUID(), "completed"), unknown)
    expectSameAnswer(await report(whs, open, redemptionId, "completed"), unknown)
  })

  it("takes a report for 30 days and no free text ever", async () => {
    const { id, redemptionId } = await redeemed()
    expectRefusal(await report(whs, id, redemptionId, "failed", "it broke: see log"), 422, "VALIDATION_FAILED")
    registry.clock.advance(days(30))
    expect((await report(whs, id, redemptionId, "failed")).status).toBe(200)
    registry.clock.advance(1)
    expectRefusal(await report(whs, id, redemptionId, "completed"), 409, "INVALID_STATE_TRANSITION")
  })
})
