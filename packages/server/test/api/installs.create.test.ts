import { limits } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal, expectSameAnswer } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { minutes } from "../support/clock.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

describe.each(engines)("POST /v1/install-intents on $name", (engine) => {
  let registry: TestRegistry
  let bob: Caller
  beforeAll(async () => {
    registry = await openRegistry(engine)
    await registry.target("whs")
    await (await registry.as("alice")).shelve("acme/triage")
    bob = await registry.as("bob")
  })
  afterAll(() => registry.close())

  it("hands out a token once, in the fragment of a link to the target's registered page", async () => {
    const { status, body } = await bob.install({ listing: "acme/triage", targetContext: { telespaceId: "ts_1" } })
    expect(status).toBe(201)
    expect(body.installToken).toMatch(/^fpit_[0-9A-Za-z]{38}$/)
    const link = new URL(body.link)
    expect(`${link.origin}${link.pathname}${link.search}`).toBe("https://whs.example/fleetprompt/install")
    expect(Object.fromEntries(new URLSearchParams(link.hash.slice(1)))).toEqual({
      fp_token: body.installToken,
      fp_intent: body.intent.installIntentId,
      fp_iss: "https://registry.example",
    })
    expect(body.intent).toMatchObject({
      status: "token_issued",
      outcome: null,
      targetContext: { telespaceId: "ts_1" },
      release: { version: "1.0.0" },
      expiresAtMs: registry.clock.nowMs() + limits.installTokenTtlMsDefault,
    })
  })

  it("shows the intent to its buyer without the token, and the token to nobody again", async () => {
    const { body } = await bob.install({ listing: "acme/triage" })
    const path = `/v1/install-intents/${body.intent.installIntentId}`
    const read = await bob.get(path)
    expect(read.body).toEqual(body.intent)
    expect(JSON.stringify([read.body, (await bob.get("/v1/install-intents")).body])).not.toContain("fpit_")
  })

  it("T-IDOR-1 answers another buyer exactly as it answers for an intent that does not exist", async () => {
    const { body } = await bob.install({ listing: "acme/triage" })
    const eve = await registry.as("eve")
    const foreign = await eve.get(`/v1/install-intents/${body.intent.installIntentId}`)
    const missing = await eve.get("/v1/install-intents/ins_0000000000000000000000")
    expectRefusal(foreign, 404, "NOT_FOUND")
    expectSameAnswer(foreign, missing)
    expect((await eve.get("/v1/install-intents")).body).toEqual({ data: [], page: { nextCursor: null } })
  })

  it("calls an intent expired from the millisecond its time is up", async () => {
    const { body } = await bob.install({ listing: "acme/triage", ttlMs: minutes(1) })
    const path = `/v1/install-intents/${body.intent.installIntentId}`
    registry.clock.advance(minutes(1) - 1)
    expect((await bob.get(path)).body).toMatchObject({ status: "token_issued" })
    registry.clock.advance(1)
    expect((await bob.get(path)).body).toMatchObject({ status: "expired" })
  })

  it("takes a named version, and the latest release where none is named", async () => {
    const alice = await registry.as("alice")
    await alice.createListing({ slug: "acme/versions" })
    await alice.publish("acme/versions", { version: "1.0.0" })
    await alice.publish("acme/versions", { version: "1.1.0" })
    await alice.setStatus("acme/versions", "published")
    const versionOf = async (version?: string) =>
      (await bob.install({ listing: "acme/versions", ...(version === undefined ? {} : { version }) })).body.intent
        .release.version
    expect(await versionOf("1.0.0")).toBe("1.0.0")
    expect(await versionOf()).toBe("1.1.0")
  })

  it("refuses a listing the buyer cannot see, an unknown version and an unknown target alike", async () => {
    await (await registry.as("alice")).createListing({ slug: "acme/unborn" })
    expectRefusal(await bob.install({ listing: "acme/unborn" }), 404, "NOT_FOUND")
    expectRefusal(await bob.install({ listing: "acme/no-such" }), 404, "NOT_FOUND")
    expectRefusal(await bob.install({ listing: "acme/triage", version: "9.9.9" }), 404, "NOT_FOUND")
    expectRefusal(await bob.install({ listing: "acme/triage", target: "no-such" }), 404, "NOT_FOUND")
  })

  it("refuses a revoked release, a kind the target does not take, and a target that was disabled", async () => {
    const alice = await registry.as("alice")
    await alice.createListing({ slug: "acme/flow", assetKind: "agentromatic_workflow" })
    await alice.publish("acme/flow", { version: "1.0.0", refs: { agentromaticWorkflowId: "wf_1" } })
    await alice.setStatus("acme/flow", "published")
    expectRefusal(await bob.install({ listing: "acme/flow" }), 422, "RELEASE_NOT_INSTALLABLE")
    await alice.shelve("acme/recalled")
    const { body } = await alice.get<{ releaseId: string }>("/v1/listings/acme/recalled/releases/1.0.0")
    await registry.rawSql(
      `UPDATE releases SET status = 'revoked', revoked_at_ms = 1 WHERE release_id = '${body.releaseId}'`,
    )
    expectRefusal(await bob.install({ listing: "acme/recalled" }), 422, "RELEASE_NOT_INSTALLABLE")
    await registry.target("retired")
    await registry.rawSql("UPDATE targets SET disabled_at_ms = 1 WHERE name = 'retired'")
    expectRefusal(await bob.install({ listing: "acme/triage", target: "retired" }), 404, "NOT_FOUND")
  })

  it.each([
    ["a time to live under a minute", { ttlMs: 59_999 }, "/ttlMs"],
    ["a time to live over an hour", { ttlMs: 3_600_001 }, "/ttlMs"],
    ["a redirect of the caller's choice", { redirectUrl: "https://evil.example" }, "/redirectUrl"],
    ["a context key nobody knows", { targetContext: { apiKey: "x" } }, "/targetContext/apiKey"],
    ["a context value with a line break", { targetContext: { roomId: "a\nb" } }, "/targetContext/roomId"],
  ])("refuses %s", async (_what, fields, pointer) => {
    const answer = await bob.install({ listing: "acme/triage", ...(fields as object) })
    expectRefusal(answer, 422, "VALIDATION_FAILED")
    expect(answer.problem.errors.map((issue) => issue.pointer)).toEqual([pointer])
  })

  it("lists the buyer's intents newest first, page by page", async () => {
    const carol = await registry.as("carol")
    const ids: string[] = []
    for (let count = 0; count < 5; count++) {
      ids.push((await carol.install({ listing: "acme/triage" })).body.intent.installIntentId)
      registry.clock.advance(1)
    }
    type Page = { data: { installIntentId: string }[]; page: { nextCursor: string } }
    const first = await carol.get<Page>("/v1/install-intents?limit=3")
    const second = await carol.get<Page>(`/v1/install-intents?limit=3&cursor=${first.body.page.nextCursor}`)
    const listed = [...first.body.data, ...second.body.data].map(({ installIntentId }) => installIntentId)
    expect(listed).toEqual(ids.toReversed())
  })
})
