import type { Preflight } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal, expectSameAnswer } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

describe.each(engines)("T-HANDOFF-7 · what a release needs and a target runs, on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  let bob: Caller
  let whs: Caller
  beforeAll(async () => {
    registry = await openRegistry(engine)
    whs = await registry.target("whs-prod")
    alice = await registry.as("alice")
    bob = await registry.as("bob")
    await alice.claim("acme")
    await alice.createListing({ slug: "acme/needy" })
    await alice.publish("acme/needy", { version: "1.0.0", compatibility: { minWHSVersion: "2.3" } })
    await alice.setStatus("acme/needy", "published")
  })
  afterAll(() => registry.close())

  const run = (whsVersion: string | undefined) =>
    whs.request("PUT", "/v1/targets/self/versions", {
      systemVersions: whsVersion === undefined ? {} : { whs: whsVersion },
    })
  const preflight = (target = "whs-prod", slug = "acme/needy", version = "1.0.0") =>
    registry.anonymous.get<Preflight>(`/v1/listings/${slug}/releases/${version}/preflight?target=${target}`)

  it.each([
    ["2.3.0", true],
    ["2.3.1", true],
    ["10.0.0", true],
    ["3.0.0-rc.1", true],
    ["2.3.0-rc.1", false],
    ["2.2.99", false],
    ["2.1.0", false],
  ])("are compared as semantic versions: %s fits 2.3 is %s", async (runs, fits) => {
    await run(runs)
    const { body } = await preflight()
    expect(body.checks).toEqual([{ system: "whs", minimum: "2.3", runs, satisfied: fits }])
    expect(body).toMatchObject({ installable: fits, causes: fits ? [] : ["system_too_old"] })
    expect((await bob.install({ listing: "acme/needy", target: "whs-prod" })).status).toBe(fits ? 201 : 422)
  })

  it("stop a token that would be of no use, and say which versions", async () => {
    await run("2.1.0")
    const refused = await bob.install({ listing: "acme/needy", target: "whs-prod" })
    expectRefusal(refused, 422, "TARGET_INCOMPATIBLE")
    expect(refused.problem.errors).toEqual([
      { pointer: "/target", code: "system_too_old", message: "needs whs 2.3 or later; whs-prod runs 2.1.0" },
    ])
    const { body } = await bob.install({ listing: "acme/needy", target: "whs-prod", issueToken: false })
    const id = body.intent.installIntentId
    expectRefusal(await bob.issueToken(id), 422, "TARGET_INCOMPATIBLE")
    await run("2.3.0")
    expect((await bob.issueToken(id)).status).toBe(201)
  })

  it("stop nothing where one of them is unknown", async () => {
    await run(undefined)
    expect((await preflight()).body).toEqual({
      installable: true,
      causes: [],
      checks: [{ system: "whs", minimum: "2.3", runs: null, satisfied: null }],
    })
    expect((await bob.install({ listing: "acme/needy", target: "whs-prod" })).status).toBe(201)
  })

  it("are told beside everything else that stands against an install, to anyone", async () => {
    await run("2.1.0")
    await alice.createListing({ slug: "acme/flow", assetKind: "agentromatic_workflow" })
    const flow = { refs: { agentromaticWorkflowId: "wf_1" }, compatibility: { minWHSVersion: "2.3" } }
    await alice.publish("acme/flow", { version: "1.0.0", ...flow })
    await alice.publish("acme/flow", { version: "2.0.0", ...flow })
    await alice.setStatus("acme/flow", "published")
    await alice.revoke("acme/flow", "1.0.0")
    const admin = await registry.moderator("ada", "admin")
    await admin.request("POST", "/v1/targets/whs-prod/disable")
    const { body } = await preflight("whs-prod", "acme/flow")
    const causes = ["release_revoked", "kind_not_taken", "target_disabled", "system_too_old"]
    expect(body).toMatchObject({ installable: false, causes })
    await admin.request("POST", "/v1/targets/whs-prod/enable")
  })

  it("say nothing of a listing nobody sees, nor of a release or target that is not there", async () => {
    await alice.createListing({ slug: "acme/unborn" })
    await alice.publish("acme/unborn", { version: "1.0.0" })
    const hidden = await preflight("whs-prod", "acme/unborn")
    expectRefusal(hidden, 404, "NOT_FOUND")
    expectSameAnswer(hidden, await preflight("whs-prod", "acme/nothing"))
    expectRefusal(await preflight("whs-prod", "acme/needy", "9.9.9"), 404, "NOT_FOUND")
    expectRefusal(await preflight("nowhere"), 404, "NOT_FOUND")
  })

  it("take the system's name for its default target", async () => {
    await run("2.3.0")
    expect((await preflight("whs")).body.checks).toMatchObject([{ runs: "2.3.0" }])
    expect((await bob.install({ listing: "acme/needy", target: "whs" })).body.intent.target.name).toBe("whs-prod")
    expectRefusal(await preflight("agentelic"), 404, "NOT_FOUND")
  })
})
