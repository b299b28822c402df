import { randomUUID } from "node:crypto"
import * as fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { engines } from "../support/engines.ts"
import { installLives, type InstallModel } from "../support/install-model.ts"
import { issuer, openRegistry, type TestRegistry } from "../support/registry.ts"

describe.each(engines)("T-MODEL-2 · an install on $name", (engine) => {
  let registry: TestRegistry
  beforeAll(async () => {
    registry = await openRegistry(engine)
    await (await registry.as("alice")).shelve("acme/triage")
  })
  afterAll(() => registry.close())

  it("does what a model of it does, whatever is asked of it in whatever order and at whatever time", async () => {
    const { clock, context } = registry
    let runs = 0
    await fc.assert(
      fc.asyncProperty(installLives, fc.boolean(), async (commands, issueToken) => {
        const [targetName, sub] = [`target-${++runs}`, `buyer-${runs}`]
        const [target, buyer] = [await registry.target(targetName), await registry.as(sub)]
        const admin = await registry.moderator(`admin-${runs}`, "admin")
        const { intent, installToken } = (
          await buyer.install({ listing: "acme/triage", target: targetName, issueToken })
        ).body
        const model: InstallModel = {
          status: issueToken ? "token_issued" : "created",
          tokens: issueToken ? 1 : 0,
          strangers: 0,
          beganAtMs: clock.nowMs(),
          endsAtMs: clock.nowMs() + (issueToken ? 900_000 : 86_400_000),
          redeemedAtMs: 0,
          redemptionId: null,
          outcome: null,
          cancelReason: null,
          disabled: false,
          waitedMs: 0,
        }
        const real = {
          clock,
          buyer,
          target,
          admin,
          targetName,
          id: intent.installIntentId,
          subject: { iss: issuer, sub },
          tokens: issueToken ? [installToken] : [],
          redemptionIds: [randomUUID(), randomUUID()] as const,
          unknownToken: context.secrets.random("installToken"),
        }
        await fc.asyncModelRun(() => ({ model, real }), commands)
      }),
      { numRuns: 25, endOnFailure: true },
    )
    expect(runs).toBeGreaterThanOrEqual(25)
  }, 120_000)
})
